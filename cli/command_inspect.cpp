#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

#include "cli/command.h"
#include "cli/inspect/inspect.h"
#include "core/text.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/formats/format.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxInspectBytes = std::size_t{512} << 20;

struct InspectOptions {
  std::string kind;
  std::vector<std::string> files;
  std::string batch;
  InspectInput input;
};

const InspectKind* find_kind(std::string_view name) {
  for (const InspectKind& kind : inspect_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string kind_names() {
  std::vector<std::string_view> names;
  for (const InspectKind& kind : inspect_kinds()) names.push_back(kind.name);
  for (const crawler::RecordFormat& format : crawler::record_formats()) {
    if (find_kind(format.name) == nullptr) names.push_back(format.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

Result<Json> inspect(std::string_view kind, const InspectInput& input) {
  if (const InspectKind* known = find_kind(kind)) return known->inspect(input);
  if (crawler::find_record_format(kind) != nullptr) return inspect_records(kind, input);
  return fail(ErrorCode::kUsage, fmt::format("no kind '{}'; there are: {}", kind, kind_names()));
}

// Plain bytes, without decompression: what is inspected is what was sent.
Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  if (path != "-" && std::filesystem::is_directory(path, error)) {
    return fail(ErrorCode::kNotFound, fmt::format("{} is a folder", path.string()));
  }
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return fail(ErrorCode::kNotFound, fmt::format("{} cannot be opened", path.string()));
  std::string bytes;
  std::vector<char> buffer(std::size_t{64} << 10);
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > kMaxInspectBytes) {
      return fail(ErrorCode::kLimit, fmt::format("{} exceeds 512 MiB", path.string()));
    }
  }
  return bytes;
}

void print(const Json& object) {
  fmt::print("{}\n", object.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// A record format prints a document a line, everything else one object a file.
void print_rows(const Json& object) {
  const auto documents = object.find("documents");
  if (documents == object.end()) return print(object);
  for (const Json& document : *documents) print(document);
  const auto quarantined = object.find("quarantined");
  if (quarantined == object.end()) return;
  for (const Json& record : *quarantined) {
    fmt::print(stderr, "horizon: {}: {}\n", record["origin"].get<std::string>(),
               record["reason"].get<std::string>());
  }
}

Result<int> inspect_files(const InspectOptions& options) {
  int code = kDone;
  for (const std::string& file : options.files) {
    auto bytes = read_file(file);
    if (!bytes) return fail(bytes.error());
    InspectInput input = options.input;
    input.name = file;
    input.bytes = std::move(*bytes);
    const auto object = inspect(options.kind, input);
    if (object) {
      print_rows(*object);
    } else if (object.error().code == ErrorCode::kUsage) {
      return fail(object.error());
    } else {
      fmt::print(stderr, "horizon: {}: {}\n", file, object.error().message);
      code = kDoneWithFailures;
    }
  }
  return code;
}

std::string text_of(const Json& row, const char* name) {
  const auto found = row.find(name);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Bytes that are no text are written in hexadecimal digits.
Result<std::string> from_hex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned value = 0;
    const char* const end = digits.data() + std::min(i + 2, digits.size());
    const auto read = std::from_chars(digits.data() + i, end, value, 16);
    if (read.ptr != digits.data() + i + 2) {
      return fail(ErrorCode::kCorrupt, "'hex' is not pairs of hexadecimal digits");
    }
    bytes += static_cast<char>(value);
  }
  return bytes;
}

Result<Json> inspect_case(const Json& row, const std::filesystem::path& folder) {
  InspectInput input;
  input.content_type = text_of(row, "content_type");
  input.base_url = text_of(row, "base_url");
  input.agent = text_of(row, "agent");
  input.target = text_of(row, "target");
  if (row.contains("file")) {
    input.name = text_of(row, "file");
    auto bytes = read_file(folder / input.name);
    if (!bytes) return fail(bytes.error());
    input.bytes = std::move(*bytes);
  } else if (row.contains("hex")) {
    auto bytes = from_hex(text_of(row, "hex"));
    if (!bytes) return fail(bytes.error());
    input.bytes = std::move(*bytes);
  } else {
    input.bytes = text_of(row, "text");
  }
  return inspect(text_of(row, "kind"), input);
}

// One line in, one line out, in the same order, whatever is wrong with a case.
Result<int> inspect_batch(const std::string& name) {
  std::ifstream file;
  if (name != "-") file.open(name, std::ios::binary);
  std::istream& in = name == "-" ? std::cin : file;
  if (!in) return fail(ErrorCode::kUsage, fmt::format("{} cannot be opened", name));
  const std::filesystem::path folder = std::filesystem::path(name).parent_path();
  std::string line;
  while (std::getline(in, line)) {
    if (trim(line).empty()) continue;
    const Json row = Json::parse(line, nullptr, false);
    Json out = Json::object();
    if (!row.is_object()) {
      out["case"] = nullptr;
      out["error"] = "not a JSON object";
    } else {
      out["case"] = row.contains("case") ? row["case"] : Json(nullptr);
      const auto fields = inspect_case(row, folder);
      if (fields) {
        out.update(*fields);
      } else {
        out["error"] = fields.error().message;
      }
    }
    print(out);
  }
  return kDone;
}

Result<int> run_inspect(const InspectOptions& options) {
  if (!options.batch.empty()) return inspect_batch(options.batch);
  if (options.kind.empty() || options.files.empty()) {
    return fail(ErrorCode::kUsage,
                fmt::format("name a kind and a file ('-' is standard input), or --batch "
                            "CASES.jsonl; kinds are: {}",
                            kind_names()));
  }
  return inspect_files(options);
}

}  // namespace

void add_inspect(App& app) {
  auto options = std::make_shared<InspectOptions>();
  CLI::App* command =
      app.cli.add_subcommand("inspect", "show what Horizon reads from a local file, as JSON Lines");
  command->add_option("kind", options->kind, "what the file is: " + kind_names())
      ->type_name("KIND");
  command->add_option("files", options->files, "files; '-' is standard input")->type_name("FILE");
  command
      ->add_option("--batch", options->batch,
                   "JSON Lines of cases: case, kind, file or text, content_type, base_url, agent, "
                   "target")
      ->type_name("CASES.jsonl");
  command->add_option("--content-type", options->input.content_type, "the HTTP header as sent");
  command->add_option("--base-url", options->input.base_url, "where the file came from");
  command->add_option("--agent", options->input.agent, "robots: the crawler that asks");
  command->add_option("--target", options->input.target, "robots: the URL or path it asks for");
  command->footer(
      "\nExamples:\n"
      "  horizon inspect feed news.xml --base-url https://example.org/feed\n"
      "  horizon inspect robots robots.txt --agent horizon --target /private/page\n"
      "  horizon inspect --batch cases.jsonl\n");
  command->callback([&app, options] { app.action = [options] { return run_inspect(*options); }; });
}

}  // namespace horizon::cli
