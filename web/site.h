// The query page: which address is answered by what, and how errors look.
#pragma once

#include <memory>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/analyser.h"
#include "pipeline/workspace.h"
#include "web/context.h"
#include "web/http.h"

namespace horizon::web {

// Thread-safe. Workspace, analyser and clock must outlive it.
class Site {
 public:
  // kUsage if the workspace's who.toml has mistakes, or the base path is none.
  static Result<std::unique_ptr<Site>> open(const pipeline::Workspace& workspace,
                                            const pipeline::Analyser& analyser, const Clock& clock,
                                            SiteOptions options);

  // Any request, however strange, gets a reply; never throws.
  Response handle(const Request& request);

 private:
  Site(const pipeline::Workspace& workspace, const pipeline::Analyser& analyser, const Clock& clock,
       who::Directory directory, SiteOptions options);
  View view_of(const Request& request, const Target& target) const;
  Result<Response> route(const View& view, const Request& request);
  Result<Response> get(const View& view, const Request& request);
  // Of pages that everybody sees alike, the one that is kept.
  Result<Response> get_kept(const View& view, const Request& request);
  Result<Response> post(const View& view, const Request& request);

  Context context_;
};

}  // namespace horizon::web
