// source list, add, test, export, import: what is harvested, and what would be.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include "cli/command.h"
#include "core/io.h"
#include "crawler/opml/opml.h"
#include "pipeline/fetching.h"
#include "pipeline/scan.h"
#include "pipeline/source_probe.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kShown = 8;  // records of a sample
constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;

struct SourceOptions {
  std::string url, id, language, documents;
  bool dry_run = false;
};

std::filesystem::path sources_file(const pipeline::Workspace& workspace) {
  return workspace.root / "sources.toml";
}

Result<std::string> due_text(const store::Store& store, const crawler::Source& source, Instant now,
                             const Style& style) {
  if (!source.enabled) return std::string(style.pick("disabled", "已停用"));
  auto ended = pipeline::ended(store, source);
  if (!ended || !ended->empty()) return ended;
  const auto due = pipeline::due_at(store, source);
  if (!due) return fail(due.error());
  return *due && **due > now ? format_instant(**due) : std::string(style.pick("now", "现在"));
}

Result<Json> source_row(const crawler::Source& source, const store::Store* store, Instant now,
                        const Style& style) {
  Json row = {
      {"source", source.id},
      {"type", to_string(source.kind)},
      {"language", source.language},
      {"due", source.enabled ? style.pick("now", "现在") : style.pick("disabled", "已停用")},
      {"problem", ""},
      {"url", source.url}};
  if (store == nullptr) return row;
  const auto due = due_text(*store, source, now, style);
  if (!due) return fail(due.error());
  row["due"] = *due;
  const auto failure = store->meta("failure." + source.id);
  if (!failure) return fail(failure.error());
  row["problem"] = failure->value_or("");
  return row;
}

Result<int> list_sources(const App& app) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto clock = workspace_clock(app.common, workspace->config);
  if (!clock) return fail(clock.error());
  const Style style = app.common.style();
  // Before the first scan there is no store.
  const auto store = store::Store::open(workspace->store_file(), store::Mode::kRead);
  std::vector<Json> rows;
  for (const crawler::Source& source : workspace->sources) {
    auto row = source_row(source, store ? &*store : nullptr, (*clock)->now(), style);
    if (!row) return fail(row.error());
    rows.push_back(std::move(*row));
  }
  const Column columns[] = {{"source", "source", "来源"},
                            {"type", "type", "类型"},
                            {"language", "language", "语言"},
                            {"due", "due", "到期"},
                            {"problem", "problem", "问题", false, 40},
                            {"url", "url", "地址", false, 50}};
  print_rows(app.common.output_format(), style, columns, rows, {}, app.common.bom);
  return kDone;
}

void print_sample(const crawler::Page& page, const Style& style) {
  std::vector<Json> rows;
  for (const crawler::ParsedRecord& record : page.records) {
    if (rows.size() == kShown) break;
    const Document& document = record.document;
    rows.push_back({{"published", document.published ? format_date(*document.published) : "-"},
                    {"kind", to_string(document.kind)},
                    {"language", document.language.empty() ? "?" : document.language},
                    {"title", document.title}});
  }
  const Column columns[] = {{"published", "published", "发表"},
                            {"kind", "kind", "类型"},
                            {"language", "language", "语言"},
                            {"title", "title", "标题"}};
  print_table(style, columns, rows);
  fmt::print("{}\n", style.dim(fmt::format(
                         fmt::runtime(style.pick("{} records on the first page, {} unreadable{}",
                                                 "首页{}条记录，{}条无法读取{}")),
                         page.records.size(), page.quarantined.size(),
                         page.more ? style.pick("; more follow", "；尚有后续") : "")));
  for (std::size_t i = 0; i < std::min(kShown, page.quarantined.size()); ++i) {
    fmt::print("  {}: {}\n", page.quarantined[i].origin, page.quarantined[i].reason);
  }
}

// What reaching a source needs.
struct Reach {
  pipeline::Workspace workspace;
  std::unique_ptr<Clock> clock;
  std::unique_ptr<crawler::Fetcher> fetcher;
  std::filesystem::path downloads;

  Reach() = default;
  Reach(const Reach&) = delete;
  Reach& operator=(const Reach&) = delete;
  ~Reach() {
    std::error_code ignored;
    if (!downloads.empty()) std::filesystem::remove_all(downloads, ignored);
  }
  crawler::HarvestContext context() const { return {clock->now(), true, downloads}; }
};

Result<std::unique_ptr<Reach>> open_reach(const App& app) {
  auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto reach = std::make_unique<Reach>();
  reach->workspace = std::move(*workspace);
  auto clock = workspace_clock(app.common, reach->workspace.config);
  if (!clock) return fail(clock.error());
  reach->clock = std::move(*clock);
  auto fetcher = pipeline::open_fetcher(reach->workspace);
  if (!fetcher) return fail(fetcher.error());
  reach->fetcher = std::move(*fetcher);
  // Not the scan's own folder: a sample must not disturb a download that goes on there.
  reach->downloads = reach->workspace.root / fmt::format("downloads.test.{}", ::getpid());
  return reach;
}

Result<int> test_source(const App& app, const std::string& name) {
  auto reach = open_reach(app);
  if (!reach) return fail(reach.error());
  pipeline::ScanOptions options;
  options.sources = {name};
  auto chosen = pipeline::choose_sources((*reach)->workspace, options);
  if (!chosen) return fail(chosen.error());
  crawler::Source source = chosen->front();
  source.contact = (*reach)->workspace.config.contact;
  const auto page = pipeline::sample_source(source, *(*reach)->fetcher, (*reach)->context());
  if (!page) return fail(ErrorCode::kUnavailable, page.error().message);
  print_sample(*page, app.common.style());
  return page->quarantined.empty() ? kDone : kDoneWithFailures;
}

// An id that no source of the workspace has.
std::string free_id(const pipeline::Workspace& workspace, const std::string& wanted) {
  const auto taken = [&](const std::string& id) {
    return std::any_of(workspace.sources.begin(), workspace.sources.end(),
                       [&](const crawler::Source& source) { return source.id == id; });
  };
  std::string id = wanted;
  for (int i = 2; taken(id); ++i) id = fmt::format("{}-{}", wanted, i);
  return id;
}

// Appended as a whole or not at all; what the operator wrote stays as it is.
Status append_entries(const pipeline::Workspace& workspace, const std::string& entries) {
  const std::filesystem::path file = sources_file(workspace);
  auto content = read_file(file, kMaxFileBytes);
  if (!content) return fail(content.error());
  std::string text = *content;
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += entries;
  const auto parsed = pipeline::parse_sources(text, file.string(), pipeline::real_environment());
  if (!parsed) return fail(parsed.error());
  return write_file_atomically(file, text);
}

Result<int> add_found(const pipeline::Workspace& workspace, const SourceOptions& options,
                      pipeline::FoundSource found, const Style& style) {
  crawler::Source& source = found.source;
  source.id = options.id.empty() ? free_id(workspace, source.id) : options.id;
  source.language = options.language;
  if (!options.documents.empty()) source.document_kind = parse_kind(options.documents);
  fmt::print("{}  {}  {}\n", source.id, to_string(source.kind), source.url);
  print_sample(found.page, style);
  if (options.dry_run) return kDone;
  HORIZON_TRY(append_entries(workspace, pipeline::source_entry(source, found.title)));
  fmt::print("{}\n", fmt::format(fmt::runtime(style.pick(
                                     "Added '{0}' to sources.toml; horizon scan --source {0}",
                                     "已将“{0}”写入 sources.toml；运行 horizon scan --source {0}")),
                                 source.id));
  return kDone;
}

Result<int> add_source(const App& app, const SourceOptions& options) {
  auto reach = open_reach(app);
  if (!reach) return fail(reach.error());
  const pipeline::Workspace& workspace = (*reach)->workspace;
  for (const crawler::Source& source : workspace.sources) {
    if (source.url == options.url) {
      return fail(ErrorCode::kUsage,
                  fmt::format("{} is harvested already, as '{}'", options.url, source.id));
    }
    if (source.id == options.id) {
      return fail(ErrorCode::kUsage,
                  fmt::format("the id '{}' is taken: choose another", options.id));
    }
  }
  auto found = pipeline::find_sources(options.url, *(*reach)->fetcher, (*reach)->context());
  if (!found) return fail(found.error());
  const Style style = app.common.style();
  if (found->size() == 1) return add_found(workspace, options, std::move(found->front()), style);
  for (const pipeline::FoundSource& candidate : *found) {
    fmt::print("{}  {}\n", candidate.source.url, candidate.title);
    print_sample(candidate.page, style);
  }
  return fail(ErrorCode::kUsage,
              fmt::format("{} names {} feeds: add the one you want by its own address", options.url,
                          found->size()));
}

Result<int> export_opml(const App& app) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  crawler::Opml opml;
  opml.title = "Horizon";
  for (const crawler::Source& source : workspace->sources) {
    if (source.kind != crawler::SourceKind::kFeed) continue;
    crawler::OpmlFeed feed;
    feed.title = source.id;
    feed.xml_url = source.url;
    feed.language = source.language;
    opml.feeds.push_back(std::move(feed));
  }
  fmt::print("{}", crawler::write_opml(opml));
  return kDone;
}

Result<int> import_opml(const App& app, const std::string& file) {
  auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto content = read_file(file, kMaxFileBytes);
  if (!content) return fail(ErrorCode::kUsage, content.error().message);
  const auto opml = crawler::parse_opml(*content);
  if (!opml) return fail(ErrorCode::kUsage, fmt::format("{}: {}", file, opml.error().message));
  std::string entries;
  std::size_t added = 0;
  std::size_t known = 0;
  for (const crawler::OpmlFeed& feed : opml->feeds) {
    const bool here =
        std::any_of(workspace->sources.begin(), workspace->sources.end(),
                    [&](const crawler::Source& source) { return source.url == feed.xml_url; });
    if (here) {
      ++known;
      continue;
    }
    crawler::Source source;
    source.id = free_id(*workspace, pipeline::suggest_id(feed.xml_url));
    source.url = feed.xml_url;
    source.language = feed.language;
    entries += pipeline::source_entry(source, feed.title);
    workspace->sources.push_back(std::move(source));
    ++added;
  }
  if (added > 0) HORIZON_TRY(append_entries(*workspace, entries));
  fmt::print("{}\n", fmt::format(fmt::runtime(app.common.style().pick(
                                     "{} feeds added to sources.toml, {} known already",
                                     "已写入 sources.toml {}个，已有{}个")),
                                 added, known));
  return kDone;
}

void add_add(App& app, CLI::App& parent) {
  auto options = std::make_shared<SourceOptions>();
  CLI::App* command = parent.add_subcommand(
      "add", "find the feed, repository or sitemap at an address, show it, and add it");
  command->add_option("URL", options->url, "a page, feed, OAI-PMH repository or sitemap")
      ->required();
  command->add_option("--id", options->id, "its id (default: made of the address)");
  command->add_option("--language", options->language, "language of its records: zh, en, ...");
  command->add_option("--documents", options->documents, "what it publishes")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command->add_flag("--dry-run", options->dry_run, "show it, change nothing");
  command->callback(
      [&app, options] { app.action = [&app, options] { return add_source(app, *options); }; });
}

}  // namespace

void add_source(App& app) {
  CLI::App* command = app.cli.add_subcommand("source", "what is harvested: list, add, test");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "the sources, when they are due, what failed");
  add_output_options(app, *list);
  list->callback([&app] { app.action = [&app] { return list_sources(app); }; });
  add_add(app, *command);
  auto name = std::make_shared<std::string>();
  CLI::App* test = command->add_subcommand("test", "fetch a source's first page and show it");
  test->add_option("NAME", *name, "id in sources.toml")->required();
  test->callback([&app, name] { app.action = [&app, name] { return test_source(app, *name); }; });
  CLI::App* out = command->add_subcommand("export", "the feeds as OPML, to standard output");
  out->callback([&app] { app.action = [&app] { return export_opml(app); }; });
  auto file = std::make_shared<std::string>();
  CLI::App* in = command->add_subcommand("import", "add the feeds of an OPML file");
  in->add_option("FILE", *file, "OPML, as feed readers write it")->required();
  in->callback([&app, file] { app.action = [&app, file] { return import_opml(app, *file); }; });
  command->footer(
      "\nExamples:\n"
      "  horizon source list\n"
      "  horizon source add https://news.example.org --language zh --documents news\n"
      "  horizon source test arxiv-cs\n"
      "  horizon source export > feeds.opml\n");
}

}  // namespace horizon::cli
