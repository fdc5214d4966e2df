#include "cli/inspect/inspect.h"
#include "crawler/html/article.h"

namespace horizon::cli {

Result<Json> inspect_article(const InspectInput& input) {
  const crawler::Article article =
      crawler::read_article(input.bytes, input.content_type, input.base_url);
  Json object = Json::object();
  put(object, "title", article.title);
  put(object, "text", article.text);
  if (const auto& date = article.published) {
    const bool timed = date->precision == crawler::TextDatePrecision::kTime;
    put(object, "published", timed ? format_instant(date->instant) : format_date(date->written));
  }
  std::string authors;
  for (const std::string& author : article.authors) {
    if (!authors.empty()) authors += ", ";
    authors += author;
  }
  put(object, "author", authors);
  put(object, "language", article.language);
  return object;
}

}  // namespace horizon::cli
