// An issue as one long table, for spreadsheets and programs.
#pragma once

#include <string>

#include "digest/issue.h"

namespace horizon::digest {

// UTF-8 with CRLF after each line (RFC 4180); columns week, section, id, period, measure, value,
// lower, upper. Numbers are as exact as in JSON; what is not there is an empty field. A text that a
// spreadsheet would take for a formula is preceded by an apostrophe.
std::string render_csv(const Issue& issue);

}  // namespace horizon::digest
