// What every page needs to know of its reader: the language, how addresses begin, who judges.
#pragma once

#include <string>
#include <string_view>

#include "answers/voice.h"
#include "web/html.h"
#include "web/http.h"

namespace horizon::web {

struct View {
  answers::Voice voice;
  std::string base;     // what addresses begin with: "" or "/horizon"
  std::string path;     // of the page, without the base
  Params params;        // as asked for
  bool fixed = false;   // the address says the language, and the page's links do likewise
  std::string analyst;  // who judges; "" for everybody else
  std::string csrf;     // proves that a form is of this analyst's pages

  const char* pick(const char* en, const char* zh) const { return voice.pick(en, zh); }
  bool chinese() const { return voice.chinese(); }
  // "zh-Hans" or "en", for lang attributes.
  const char* code() const { return pick("en", "zh-Hans"); }
  // An address of ours.
  std::string link(std::string_view path, Params params = {}) const;
  // What a form that leads to an address of ours must carry: these, and the language.
  Markup hidden(const Params& params) const;
  // This page in the other language.
  std::string other_language() const;
};

}  // namespace horizon::web
