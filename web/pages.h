// The pages. Each reads what it needs and gives a reply; an error is shown by the site as a page
// of its own.
#pragma once

#include "core/error.h"
#include "web/context.h"
#include "web/http.h"
#include "web/view.h"

namespace horizon::web {

Result<Response> overview_page(Context& context, const View& view);
Result<Response> search_page(Context& context, const View& view);
Result<Response> document_page(Context& context, const View& view);
Result<Response> topic_page(Context& context, const View& view, const std::string& id);
Result<Response> compare_page(Context& context, const View& view);
Result<Response> digests_page(Context& context, const View& view);
// A file of the digests' folder: "2026-W47/zh.html".
Result<Response> digest_file(Context& context, const View& view, const std::string& path);
Result<Response> export_file(Context& context, const View& view);
Result<Response> judge_page(Context& context, const View& view);
// Logging in and out, and a word on a label; `form` is what was sent.
Result<Response> judge(Context& context, const View& view, const Params& form,
                       const Request& request);

// Records an analyst's word ("yes", "no", "forget") on a label. kUnavailable while another process
// writes for longer than a few seconds; kUsage and kNotFound for what is wrong with it.
Status record_word(Context& context, const std::string& id, const std::string& node,
                   const std::string& verdict, const std::string& by);

}  // namespace horizon::web
