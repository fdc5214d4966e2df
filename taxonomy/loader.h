// Reads taxonomy files, collecting every mistake with its line.
#pragma once

#include <string>
#include <vector>

#include "taxonomy/taxonomy.h"

namespace horizon::taxonomy {

class Loader {
 public:
  // Parses one file after another; problems() tells what is wrong.
  void add(const Taxonomy::File& file);
  // Links parents and children, checks references across files, computes the fingerprint.
  Taxonomy finish();

  const std::vector<Problem>& problems() const { return problems_; }

 private:
  struct FileReader;  // walks one file's TOML; sees the private parts of the loader

  struct Place {
    std::string file;
    std::uint32_t line = 0;
  };

  void report(const Place& place, std::string message);
  // Adds the node unless its id is taken; the place is kept for later checks.
  void add_node(Node node, const Place& place);
  void link_parents();
  void check_references();
  void check_coverage();
  void index_names();

  Taxonomy taxonomy_;
  std::vector<Place> node_places_;
  std::vector<Problem> problems_;
  std::string content_;  // everything read, for the fingerprint
};

}  // namespace horizon::taxonomy
