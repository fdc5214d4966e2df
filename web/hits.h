// A document as an item of a list, and why it bears its labels.
#pragma once

#include <string>

#include "index/snippet.h"
#include "pipeline/search.h"
#include "web/context.h"
#include "web/html.h"
#include "web/view.h"

namespace horizon::web {

// With what was found marked.
Markup marked(const index::Snippet& snippet);

// What kind of document it is, under which number: solid, ruled or double-ruled by kind.
Markup chip(const View& view, const Document& document);

// <li>: chip, date, authors, title, snippet, labels, why, similar. `topic`: the page's own, which
// needs no mention.
Markup hit_item(const Context& context, const View& view, const pipeline::SearchRow& row,
                const std::string& topic = {});

// Every label of the scheme with its evidence, and, for analysts, the buttons to judge it.
Markup label_reasons(const Context& context, const View& view, const store::StoredDocument& stored);

// Date, or that it is not known.
std::string date_words(const View& view, const Document& document);

}  // namespace horizon::web
