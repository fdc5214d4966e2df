// Makes a plan of a query. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/query/plan.h"

namespace horizon::index {

class Planner {
 public:
  Planner(const Query& query, const nlp::WordSegmenter& segmenter, const Expand& expand)
      : query_(query), segmenter_(segmenter), expand_(expand) {}

  Plan run();

 private:
  using Index = std::uint32_t;

  Index add(PlanNode node);
  Index term(std::string text);
  Index combine(PlanNode::Kind kind, std::vector<Index> children);
  // A place that needs looking at, and what the index knows of it.
  Index placed(Place place, Index known);
  Index nothing() { return add({}); }
  bool is_nothing(Index index) const { return plan_.nodes[index].kind == PlanNode::Kind::kNothing; }

  Index visit(Index index);
  Index words(const QueryNode& node);
  // All terms of a folded text; nothing where it has none.
  Index text_terms(const nlp::FoldedText& text, QueryField field);
  Index word(const QueryNode& node);
  Index prefix(const QueryNode& node);
  Index phrase(const QueryNode& node);
  Index near(const QueryNode& node);
  Index value(const QueryNode& node);
  Index code(const QueryNode& node);
  Index dates(Day from, Day until);
  Index date_node(const QueryNode& node);

  // Whether the words of a bag are running text (more than 20 words or Han characters), in which
  // quotes are a matter of style: its phrases are words like the others.
  bool is_description(const QueryNode& node) const;
  // The words of a bag that stand for themselves, as units: words, or concepts with all names.
  std::vector<Index> ranked(const QueryNode& node);
  void note_sequence(const nlp::FoldedText& folded);
  void note_han(const nlp::FoldedText& folded, const std::vector<bool>& covered);
  void add_concepts(const nlp::FoldedText& folded, std::vector<bool>& covered,
                    std::vector<Index>& units);
  // A word of a bag; joined: of lone Han characters and their neighbours, which the lexicon does
  // not know as a word.
  struct Piece {
    std::string text;
    bool han = false;
    bool joined = false;
  };
  std::vector<Piece> pieces(const nlp::FoldedText& folded, const std::vector<bool>& covered) const;
  Index filters();

  const Query& query_;
  const nlp::WordSegmenter& segmenter_;
  const Expand& expand_;
  Plan plan_;
  std::vector<std::string> han_terms_;  // of the bag in hand
  bool negated_ = false;                // what is excluded is not marked in snippets
};

// The terms that say all of a folded text: words, and Han runs by their bigrams (a lone character
// by itself; one that is part of a bigram says nothing that the bigram does not). Names are not
// stemmed. Without prefix.
std::vector<std::string> telling_terms(const nlp::FoldedText& text, bool name);

}  // namespace horizon::index
