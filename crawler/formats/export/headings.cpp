#include "crawler/formats/export/headings.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

struct Headings {
  Field field;
  std::string_view texts;  // in lower case, letters, digits and Han only; parted by blanks
};

constexpr auto kEnglish = std::to_array<Headings>({
    {Field::kJournal,
     "journal journalname journaltitle sourcetitle conferencename proceedingstitle"},
    {Field::kTitle,
     "title articletitle documenttitle papertitle inventiontitle patenttitle "
     "headline"},
    {Field::kVenue,
     "publicationtitle venue "
     "publicationname booktitle conference media newspaper website "
     "publishedin"},
    {Field::kOtherTitle, "name titleenglish translatedtitle englishtitle"},
    {Field::kAbstract,
     "abstract summary abstracttext abstractnote description text content body "
     "abstractenglish"},
    {Field::kAuthors, "author authors creator creators authornames"},
    {Field::kIgnored,
     "authorfullnames bookdoi accessionnumber sourcetype applicationdate filingdate "
     "filingcreationdate keyword keywords firstduty fund volume period issue "
     "pagecount page pages isbnissn issn isbn notes databaseprovider number "
     "authorkeywords indexkeywords translatedauthor"},
    {Field::kInventors, "inventor inventors inventorname inventornames inventorauthor"},
    {Field::kOrganisations,
     "affiliation affiliations authoraffiliation authoraffiliations authoraddress "
     "organ organization organizations organisation organisations institution "
     "institutions"},
    {Field::kApplicants,
     "applicant applicants applicantname applicantnames assignee assignees "
     "assigneename originalassignee currentassignee patentassignee applicantassignee "
     "assigneeapplicant"},
    {Field::kOtherVenue, "source secondarytitle tertiarytitle"},
    {Field::kPublisher, "publisher"},
    {Field::kDate,
     "date publicationdate published publisheddate datepublished pubdate pubtime "
     "publishdate issuedate publicdate coverdate publicationdateenglish releasedate"},
    {Field::kEarlyDate, "grantdate earlyaccessdate onlinedate"},
    {Field::kYear, "year publicationyear pubyear publishyear"},
    {Field::kMonth, "month"},
    {Field::kUpdated, "updated lastmodified datemodified"},
    {Field::kDoi, "doi doilink doinumber"},
    {Field::kUrl, "url urls link resultlink externalurl weblink articleurl permalink href"},
    {Field::kPmid, "pmid pubmedid"},
    {Field::kArxiv, "arxiv arxivid"},
    {Field::kLanguage, "language lang languageoforiginaldocument documentlanguage"},
    {Field::kId, "eid lensid utuniquewosid uniquewosid"},
    {Field::kOwnId, "id"},
    {Field::kType, "type documenttype publicationtype itemtype referencetype srcdatabase doctype"},
    {Field::kKind, "kind"},
    {Field::kPublicationNumber,
     "publicationnumber patentnumber publicationno patentno displaykey "
     "publicationnumbers documentnumber pn"},
    {Field::kApplicationNumber, "applicationnumber applicationno"},
    {Field::kPriority, "earliestprioritydate prioritydate earliestpriority"},
    {Field::kIpc,
     "ipc cpc ipccode ipccodes ipcclassification ipcclassifications ipcr cpccodes "
     "ipcrclassifications cpcclassifications cpcclassification "
     "internationalclassification"},
    {Field::kFamily, "familynumber family"},
    {Field::kClc, "clc"},
    {Field::kCategories, "categories codes"},
    {Field::kMesh, "meshterms"},
});

constexpr auto kChinese = std::to_array<Headings>({
    {Field::kJournal, "刊名 期刊 期刊名称 期刊名 会议名称 会议录名称 来源期刊"},
    {Field::kTitle,
     "标题 题名 篇名 题目 论文题目 文献标题 文献题名 论文标题 文章标题 专利名称 "
     "发明名称 名称 新闻标题 中文标题 中文题名 标题中文 标题原文 標題 題名"},
    {Field::kOtherTitle, "英文标题 英文题名 外文题名 标题英文 英文篇名"},
    {Field::kAbstract,
     "摘要 中文摘要 内容摘要 文摘 内容 正文 简介 摘要中文 摘要原文 专利摘要 英文摘要"},
    {Field::kAuthors, "作者 作者姓名 著者 责任者 主要责任者 记者 全部作者 中文作者"},
    {Field::kInventors, "发明人 發明人 发明设计人 设计人"},
    {Field::kOrganisations,
     "单位 作者单位 机构 作者机构 機構 所属机构 第一单位 完成单位 学位授予单位 "
     "授予单位 授予学位单位"},
    {Field::kApplicants,
     "申请人 申请专利权人 專利申請人 申請人 专利权人 申请人专利权人 当前申请专利权人 "
     "当前权利人 原始申请专利权人 专利申请人"},
    {Field::kVenue,
     "来源 文献来源 刊物 來源 母体文献 "
     "报纸名称 报纸 媒体 出处 刊名出处"},
    {Field::kPublisher, "出版社 出版单位"},
    {Field::kDate,
     "发表时间 发表日期 出版日期 出版时间 发布时间 发布日期 日期 时间 刊出日期 "
     "公开日 公布日 公告日 公开公告日 公开日期 公布公告日 公告日期 發表時間 出版年月 "
     "公开公告日期 年卷期"},
    {Field::kEarlyDate, "授权公告日 授权日 在线出版日期 网络首发时间 网络出版时间 会议时间"},
    {Field::kYear, "年 年份 出版年 发表年份 学位年度 年度 会议年份"},
    {Field::kMonth, "月"},
    {Field::kUpdated, "更新时间 更新日期"},
    {Field::kUrl, "网址 链接 链接地址 原文链接 全文链接 文献链接"},
    {Field::kIgnored,
     "地址 申请日 申请日期 关键词 关键字 中文关键词 英文关键词 机标分类号 机标关键词 "
     "第一责任人 基金 基金项目 卷 期 页码 页 起止页码 导师 被引 下载 卷期 代理人 "
     "代理机构"},
    {Field::kLanguage, "語言 语种 语言"},
    {Field::kType, "类型 文献类型 来源库 资源类型 专利类型"},
    {Field::kKind, "种类"},
    {Field::kPublicationNumber,
     "公开号 公布号 公告号 公开公告号 公布公告号 授权公告号 專利號 专利公开号 "
     "申请公布号 申请公开号"},
    {Field::kApplicationNumber, "申请号 专利号 申請號 申请专利号 专利申请号"},
    {Field::kPriority, "优先权日 最早优先权日"},
    {Field::kIpc,
     "ipc分类号 ipc分类 主分类号 分类号 ipc主分类号 cpc分类号 国际专利分类号 cpc分类 "
     "专利分类号"},
    {Field::kClc, "中图分类号"},
    {Field::kCategories, "分类"},
    {Field::kOwnId, "编号"},
});

constexpr auto kNames = std::to_array<std::pair<std::string_view, Field>>({
    {"title", Field::kTitle},
    {"abstract", Field::kAbstract},
    {"date", Field::kDate},
    {"year", Field::kYear},
    {"authors", Field::kAuthors},
    {"organisations", Field::kOrganisations},
    {"organizations", Field::kOrganisations},
    {"doi", Field::kDoi},
    {"url", Field::kUrl},
    {"kind", Field::kKind},
    {"language", Field::kLanguage},
    {"id", Field::kOwnId},
    {"categories", Field::kCategories},
    {"venue", Field::kVenue},
    {"pmid", Field::kPmid},
    {"arxiv", Field::kArxiv},
    {"patent", Field::kPublicationNumber},
    {"ipc", Field::kIpc},
    {"mesh", Field::kMesh},
    {"updated", Field::kUpdated},
    {"priority", Field::kPriority},
});

// Lower case, without anything but letters, digits and what is not ASCII punctuation.
std::string bare(std::string_view heading) {
  std::string out;
  for (std::size_t pos = 0; pos < heading.size();) {
    const std::size_t begin = pos;
    const char32_t c = decode_utf8(heading, pos);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    // Full-width brackets and colons, ideographic blanks, the BOM.
    const bool mark = c < 0x80 ? !letter
                               : (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3020) ||
                                     (c >= 0xFF00 && c <= 0xFF0F) || c == 0xFF1A || c == 0xFEFF ||
                                     c == 0xA0 || c == U'·';
    if (!mark) out += heading.substr(begin, pos - begin);
  }
  return ascii_lower(out);
}

using Index = std::unordered_map<std::string_view, Field>;

// The first meaning of a heading counts, and English goes first.
Index make_index() {
  Index index;
  const auto add = [&](const auto& table) {
    for (const Headings& row : table) {
      for (const std::string_view text : split(row.texts, ' ')) index.emplace(text, row.field);
    }
  };
  add(kEnglish);
  add(kChinese);
  return index;
}

std::optional<Field> look_up(const std::string& text) {
  static const Index kIndex = make_index();
  const auto found = kIndex.find(text);
  if (found == kIndex.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::optional<Field> field_of_heading(std::string_view heading) {
  constexpr std::size_t kLongest = 100;
  heading = trim_wide(heading);
  if (heading.empty() || heading.size() > kLongest) return std::nullopt;
  if (const auto field = look_up(bare(heading))) return field;
  // "Title-题名", "Title（题名）", "摘要(中文)": one half of two names for the same.
  const std::size_t mark = heading.find_first_of("-/(");
  const std::size_t wide = std::min(heading.find("（"), mark);
  if (wide == std::string_view::npos || wide == 0) return std::nullopt;
  const auto first = look_up(bare(heading.substr(0, wide)));
  return first ? first : look_up(bare(heading.substr(wide)));
}

std::optional<Field> field_of_name(std::string_view name) {
  const std::string lower = ascii_lower(trim(name));
  for (const auto& [text, field] : kNames) {
    if (lower == text) return field;
  }
  return std::nullopt;
}

std::string field_names() {
  std::string names;
  for (const auto& [text, field] : kNames) {
    if (!names.empty()) names += ", ";
    names += text;
  }
  return names;
}

}  // namespace horizon::crawler
