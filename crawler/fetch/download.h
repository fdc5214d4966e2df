// A body on its way into a file, which survives being killed: FILE.part holds what has come,
// FILE.part.json what is needed to ask for the rest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

// What the server said of the file when FILE.part was begun.
struct DownloadState {
  std::string url = {};                    // as asked for, without secrets
  std::string etag = {};                   // as sent; weak ones are kept, but not used for If-Range
  std::string last_modified = {};          // as sent
  std::optional<std::uint64_t> size = {};  // of the whole file
};

class Download {
 public:
  // Opens or creates FILE.part and locks it. kUnavailable: it cannot be written, or another
  // download to the same file is under way.
  static Result<std::unique_ptr<Download>> open(const std::filesystem::path& file,
                                                std::string_view url);
  ~Download();
  Download(const Download&) = delete;
  Download& operator=(const Download&) = delete;

  // Range and If-Range (RFC 9110, 13.1.5, 14.2) if a part is there that can be continued.
  Headers headers() const;

  // The head of an answer. True: its body is to be written. False: it is not the file (an error
  // page, a redirect). 200 starts from nothing; 206 must continue exactly where the part ends.
  Result<bool> begin(const Response& head);
  // kUnavailable: the disk is full or fails.
  Status write(std::string_view bytes);
  // The body is complete: checks the size, syncs, and renames. kCorrupt: it is not complete.
  Status finish();

  // After 416 (range not satisfiable): true if the part already is the whole file, which finish()
  // then completes; else the part is thrown away and the request may be sent again.
  Result<bool> out_of_range(const Response& head);
  std::uint64_t size() const { return offset_; }  // of the part
  const std::filesystem::path& part() const { return part_; }
  // True if begin() took the body of the last answer.
  bool taking() const { return taking_; }

 private:
  Download() = default;
  Status restart();
  Status save_state();
  Result<bool> begin_rest(const Response& head);
  void load_state(std::string_view url);

  std::filesystem::path file_, part_, sidecar_;
  int descriptor_ = -1;
  std::uint64_t offset_ = 0;  // bytes in the part
  DownloadState state_;
  bool taking_ = false;
};

}  // namespace horizon::crawler
