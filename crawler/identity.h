// Which work a record is: identifiers in every spelling they come in, as keys (core/document.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace horizon::crawler {

// "10.1000/x" in lower case, from "10.1000/X", "doi:...", "https://doi.org/..." and the like;
// empty if it is none.
std::string normalise_doi(std::string_view text);

// "2401.00001" or "math/0001001", without version, from "arXiv:...", "oai:arXiv.org:...", an
// arxiv.org URL (abs, pdf, html) or an arXiv DOI. A bare id is taken only if `bare`.
std::string normalise_arxiv(std::string_view text, bool bare = false);

// Digits, from "12345", "PMID:12345"; empty if it is none.
std::string normalise_pmid(std::string_view text);

// "PMC8158497", from that in any case, from its digits, "PMCID: PMC...", or an URL that holds it.
std::string normalise_pmcid(std::string_view text);

// "W2741809807", from that or OpenAlex's URLs of it.
std::string normalise_openalex(std::string_view text);

// "CN117151122A": letters and digits in upper case; empty if it does not begin with two letters.
std::string normalise_patent(std::string_view text);

// Collects keys and gives them strongest first, each once; at most 256.
class Keys {
 public:
  void add_doi(std::string_view text);  // an arXiv DOI gives the arXiv key too
  void add_arxiv(std::string_view text, bool bare = false);
  void add_pmid(std::string_view text);
  void add_pmcid(std::string_view text);     // "PMC8158497", "8158497", PMC's URLs
  void add_openalex(std::string_view text);  // "W2741809807", "https://openalex.org/W2741809807"
  void add_patent(std::string_view text);
  void add_url(std::string_view url);  // a DOI's or arXiv's URL gives that key instead
  void add_local(std::string_view source, std::string_view id);  // "id:<source>:<id>"
  // Whatever of the above the text is by its form ("doi:...", "arXiv:...", "patent:...", a URL);
  // false if none.
  bool add_any(std::string_view text);

  bool has(std::string_view prefix) const;  // "doi:", "arxiv:", ...
  bool empty() const { return keys_.empty(); }
  std::vector<std::string> take();

 private:
  void add(int rank, std::string key);
  struct Ranked {
    int rank;
    std::string key;
  };
  std::vector<Ranked> keys_;  // by rank, in the order of their coming within one
};

// Primary tag in lower case ("zh-CN", "zh_cn" → "zh"; "eng" → "en"); empty for what is no language.
std::string normalise_language(std::string_view tag);

}  // namespace horizon::crawler
