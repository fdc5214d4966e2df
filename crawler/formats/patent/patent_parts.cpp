#include "crawler/formats/patent/patent_parts.h"

#include <algorithm>
#include <array>

namespace horizon::crawler {
namespace {

using enum PatentPart;

struct NamedPart {
  std::string_view name;
  PatentPart part;
};

constexpr auto kParts = std::to_array<NamedPart>({
    {"abstract", kAbstract},
    {"agent", kSkip},
    {"agentbag", kSkip},
    {"agentdetails", kSkip},
    {"agents", kSkip},
    {"applicant", kApplicant},
    {"applicationidentification", kApplication},
    {"applicationreference", kApplication},
    {"assignee", kAssignee},
    {"attorneyofrecord", kSkip},
    {"b110", kNumber},
    {"b130", kKind},
    {"b140", kDate},
    {"b190", kCountry},
    {"b210", kFiledNumber},
    {"b220", kFiledDate},
    {"b260", kLanguage},
    {"b320", kPriority},
    {"b511", kIpc},
    {"b512", kIpc},
    {"b540", kTitle},
    {"b541", kTitleLanguage},
    {"b542", kTitle},
    {"b560", kSkip},
    {"b561", kSkip},
    {"b562", kSkip},
    {"b580", kSkip},
    {"b582", kSkip},
    {"b711", kApplicant},
    {"b721", kInventor},
    {"b731", kAssignee},
    {"b740", kSkip},
    {"b741", kSkip},
    {"b745", kSkip},
    {"b746", kSkip},
    {"child", kSkip},
    {"childdoc", kSkip},
    {"citation", kSkip},
    {"citations", kSkip},
    {"claims", kClaims},
    {"claimset", kClaims},
    {"classificationcpc", kCpc},
    {"classificationcpctext", kCpc},
    {"classificationipc", kIpc},
    {"classificationipcr", kIpc},
    {"classificationlocarno", kSkip},
    {"classificationnational", kSkip},
    {"cnabstract", kAbstract},
    {"cnapplicant", kApplicant},
    {"cnapplicationreference", kApplication},
    {"cnpublicationreference", kPublication},
    {"correspondenceaddress", kSkip},
    {"correspondent", kSkip},
    {"cpcclassification", kCpc},
    {"cpcclassificationtext", kCpc},
    {"dateofpublicavailability", kSkip},
    {"datesofpublicavailability", kSkip},
    {"description", kSkip},
    {"designapplicant", kApplicant},
    {"designassignee", kAssignee},
    {"designatedstatebag", kSkip},
    {"designationbag", kSkip},
    {"designationofstates", kSkip},
    {"designbriefexplanation", kAbstract},
    {"designer", kInventor},
    {"designpatentee", kAssignee},
    {"designtitle", kTitle},
    {"documentid", kPublication},
    {"domesticfilingdata", kApplication},
    {"drawings", kSkip},
    {"earlierpublication", kSkip},
    {"epapplicant", kApplicant},
    {"examinationdetails", kSkip},
    {"examinerbag", kSkip},
    {"examinerdetails", kSkip},
    {"examiners", kSkip},
    {"familymember", kSkip},
    {"fieldofclassificationsearch", kSkip},
    {"fieldofsearch", kSkip},
    {"figures", kSkip},
    {"firstnamedinventor", kInventor},
    {"foreignprioritydata", kPriority},
    {"furtherclassificationipc", kIpc},
    {"grantee", kAssignee},
    {"grantpublicationreference", kPublication},
    {"holder", kAssignee},
    {"internationalsearchreportdata", kSkip},
    {"inventiontitle", kTitle},
    {"inventor", kInventor},
    {"ipcclassification", kIpc},
    {"ipcrclassification", kIpc},
    {"jointinventor", kInventor},
    {"languageofpublication", kLanguage},
    {"lawfirm", kSkip},
    {"legalstatus", kSkip},
    {"locarnoclassification", kSkip},
    {"maincpcclassification", kCpc},
    {"nationalclassification", kSkip},
    {"nonpatentcitation", kSkip},
    {"nonprovisionalofprovisional", kPriority},
    {"nplcit", kSkip},
    {"opsfamilymember", kSkip},
    {"originatingoffice", kSkip},
    {"parent", kPriority},
    {"parentdoc", kPriority},
    {"patcit", kSkip},
    {"patentclassification", kScheme},
    {"patentee", kAssignee},
    {"patentgrantidentification", kPublication},
    {"patentowner", kAssignee},
    {"patentpublicationidentification", kPublication},
    {"pctorregionalfilingdata", kPriority},
    {"pdoc", kPriority},
    {"previouslyfiledapp", kSkip},
    {"priority", kPriority},
    {"priorityapplication", kPriority},
    {"priorityclaim", kPriority},
    {"proprietor", kAssignee},
    {"publicationdetails", kPublication},
    {"publicationlanguagecode", kLanguage},
    {"publicationofsearchreport", kSkip},
    {"publicationreference", kPublication},
    {"referencecitationbag", kSkip},
    {"references", kSkip},
    {"referencescited", kSkip},
    {"registeredpractitionerbag", kSkip},
    {"relateddocumentbagofpublications", kSkip},
    {"relatedpublication", kSkip},
    {"rightholder", kAssignee},
    {"rule47flag", kSkip},
    {"sdoab", kAbstract},
    {"sdocl", kClaims},
    {"sdode", kSkip},
    {"sdodr", kSkip},
    {"searchfield", kSkip},
    {"searchfieldbag", kSkip},
    {"searchreportdata", kSkip},
    {"sequencelist", kSkip},
    {"subdocabstract", kAbstract},
    {"subdocclaims", kClaims},
    {"subdocdescription", kSkip},
    {"subdocdrawings", kSkip},
    {"titleofinvention", kTitle},
    {"usapplicant", kApplicant},
    {"usbotanic", kSkip},
    {"usdeceasedinventor", kSkip},
    {"usfieldofclassificationsearch", kSkip},
    {"usinventor", kInventor},
    {"usprovisionalapplication", kPriority},
    {"usreferencescited", kSkip},
    {"ussequencelistdoc", kSkip},
    {"wopublicationreference", kPublication},
});
static_assert(std::is_sorted(kParts.begin(), kParts.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

constexpr auto kRecords = std::to_array<std::string_view>({
    "applicationbody",
    "bibliographicdata",
    "exchangedocument",
    "patdoc",
    "patentapplication",
    "patentapplicationpublication",
    "patentapplicationspecification",
    "patentdata",
    "patentdocumentandrelated",
    "patentgrant",
    "patentrecord",
    "uspatentapplication",
    "uspatentgrant",
});

constexpr auto kFullText = std::to_array<std::string_view>({
    "cwu",
    "description",
    "descriptionbag",
    "drawings",
    "sdode",
    "sdodr",
    "sequencelist",
    "sequencelisting",
    "subdocdescription",
    "subdocdrawings",
    "tables",
    "uschemistry",
    "usmath",
    "ussequencelistdoc",
});

}  // namespace

PatentPart part_of(std::string_view canonical) {
  const auto* const found =
      std::lower_bound(kParts.begin(), kParts.end(), canonical,
                       [](const NamedPart& a, std::string_view b) { return a.name < b; });
  return found != kParts.end() && found->name == canonical ? found->part : kNone;
}

bool is_patent_record(std::string_view canonical) {
  if (std::binary_search(kRecords.begin(), kRecords.end(), canonical)) return true;
  // ep-patent-document, wo-patent-document, cn-patent-document; ST.96's offices put words before
  // "PatentPublication" (jppat:UnexaminedPatentPublication).
  return canonical.ends_with("patentdocument") || canonical.ends_with("patentpublication") ||
         canonical.ends_with("publishedapplication");
}

bool is_full_text(std::string_view canonical) {
  return std::binary_search(kFullText.begin(), kFullText.end(), canonical);
}

}  // namespace horizon::crawler
