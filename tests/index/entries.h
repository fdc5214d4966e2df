#pragma once

#include <string>

#include "index/index.h"
#include "nlp/fold.h"

namespace horizon::index {

// A document that has nothing but a title.
inline Entry titled_entry(DocumentNumber number, const std::string& title) {
  Entry out;
  out.number = number;
  out.language = "en";
  out.source = "test";
  out.sources = {"test"};
  out.id = "id:" + std::to_string(number);
  out.title = nlp::fold(title);
  return out;
}

// One of a row, of which every other one is "even".
inline Entry common_entry(DocumentNumber number) {
  return titled_entry(number, number % 2 == 0 ? "common even" : "common odd");
}

// What takes a document out.
inline Entry gone_entry(DocumentNumber number) {
  Entry out = titled_entry(number, "");
  out.deleted = true;
  return out;
}

}  // namespace horizon::index
