// The frame of every page: head, navigation, footer; and the plain pages that say what happened.
#pragma once

#include <string>
#include <string_view>

#include "web/html.h"
#include "web/http.h"
#include "web/view.h"

namespace horizon::web {

enum class Section { kNone, kOverview, kSearch, kCompare, kDigests };

struct Page {
  std::string title;  // without the product's name
  Section section = Section::kNone;
  std::string query;        // shown in the search field of the head
  bool own_search = false;  // the page has a search field of its own
  Markup main;
  std::string footer;  // what the page rests on, in words
};

Response render(const View& view, const Page& page, int status = 200);

// A page that says what happened, whether anything is lost, and what to do.
struct Notice {
  int status = 500;
  std::string title;
  std::string text;
  Markup next;         // links; may be empty
  std::string detail;  // small print: "400 · …"; may be empty
};
Response render(const View& view, const Notice& notice);

}  // namespace horizon::web
