// The serial end of an import: files, folders and archives cut into batches of records.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crawler/bytes/archive.h"
#include "crawler/formats/format.h"
#include "pipeline/import.h"

namespace horizon::pipeline {

// Records as sent, of one file, and what became of them on their way.
struct ImportBatch {
  const crawler::RecordFormat* format = nullptr;
  std::shared_ptr<const crawler::ReadContext> context;
  std::vector<crawler::Slice> slices;
  std::vector<QuarantinedRecord> quarantined;  // where the file is damaged
  AnalysedBatch analysed;
  IndexBatch index;
  double fraction = -1;  // of the file that was read; -1: not known
};

class ImportReader {
 public:
  // What is wrong with files goes to `report`. All of them must outlive the reader.
  ImportReader(const std::vector<std::filesystem::path>& files, const ImportOptions& options,
               const JobContext& context, ImportReport& report);
  ~ImportReader();

  // nullptr at the end, or when the job was stopped.
  std::shared_ptr<ImportBatch> next();

 private:
  struct OpenFile;

  bool open_next_file();
  void add_folder(const std::filesystem::path& folder);
  void open_file(const std::filesystem::path& file, bool found);
  bool open_next_member();
  void open_member(crawler::Member member);
  std::shared_ptr<ImportBatch> read_batch();
  void refuse(std::string file, std::string message);
  void skip(const std::string& name);

  const ImportOptions& options_;
  const JobContext& context_;
  ImportReport& report_;
  struct Waiting {
    std::filesystem::path path;
    bool found = false;  // in a folder, not named by the operator
  };
  std::vector<Waiting> waiting_;  // the next one last
  std::unique_ptr<OpenFile> file_;
};

}  // namespace horizon::pipeline
