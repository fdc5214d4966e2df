// What the headings of tables and the labels of text exports mean, in English and Chinese.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crawler/formats/export/draft.h"

namespace horizon::crawler {

// "Title", "题名", "Author(s)", "Title-题名", "PubTime-发表时间", "公开（公告）号", ...: case,
// blanks and marks do not count. nullopt for a heading that is not known; kIgnored for one that is
// known to tell nothing that a document holds.
std::optional<Field> field_of_heading(std::string_view heading);

// The field that an operator names in a mapping of columns ("title", "date", "doi", ...; see
// Source::columns); nullopt for none.
std::optional<Field> field_of_name(std::string_view name);
// All of these names, for messages: "title, abstract, ...".
std::string field_names();

}  // namespace horizon::crawler
