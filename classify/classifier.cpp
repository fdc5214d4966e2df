#include "classify/classifier.h"

#include <algorithm>
#include <utility>

#include "classify/findings.h"
#include "classify/lexicon.h"
#include "classify/matcher.h"
#include "classify/score.h"
#include "classify/text_opinion.h"

namespace horizon::classify {
namespace {

using taxonomy::Level;
using taxonomy::NodeIndex;

// A subfield without a mention in the title, and with less than this share of the strongest one's
// evidence, is at most put before an analyst: it is probably context of the other.
constexpr float kSecondShare = 0.35F;
// What a route's evidence adds to the subfield that it belongs to, where that has its own.
constexpr float kRouteSupport = 0.1F;

// From this probability on a text model's strongest words are evidence, so many of them.
constexpr float kTextSpeaksFor = 0.5F;
constexpr std::size_t kTextWitnesses = 3;

struct Verdict {
  NodeIndex node = taxonomy::kNoNode;
  float probability = 0;
  Outcome outcome = Outcome::kReview;
  const Finding* finding = nullptr;  // nullptr for domains
};

// Decides on the labels of one document.
class Judgement {
 public:
  Judgement(const taxonomy::Taxonomy& taxonomy, const Options& options, const TextOpinion& opinion,
            std::span<const Settled> settled)
      : taxonomy_(taxonomy), options_(options), opinion_(opinion), settled_(settled) {}

  std::vector<Verdict> decide(std::vector<Finding>& findings) {
    support_by_routes(findings);
    judge_subfields(findings);
    settle(Level::kRoute, findings);
    settle(Level::kSubfield, findings);
    judge_routes(findings);
    settle(Level::kRoute, findings);
    judge_domains();
    std::ranges::sort(verdicts_, {}, &Verdict::node);
    return std::move(verdicts_);
  }

 private:
  Level level_of(NodeIndex node) const { return taxonomy_.node(node).level; }
  Level level(const Finding& finding) const { return level_of(finding.node); }

  void support_by_routes(std::vector<Finding>& findings) const {
    for (const Finding& route : findings) {
      if (level(route) != Level::kRoute) continue;
      const auto parent =
          std::ranges::find(findings, taxonomy_.node(route.node).parent, &Finding::node);
      if (parent != findings.end()) parent->strength += kRouteSupport * route.strength;
    }
  }

  void judge_subfields(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      if (level(finding) != Level::kSubfield) continue;
      float probability = believe(probability_of(finding.strength), finding.node);
      const float strongest = strongest_of_scheme(findings, finding);
      if (!finding.in_title && finding.strength < kSecondShare * strongest) {
        probability = std::min(probability, below_assignment());
      }
      add(finding.node, probability, &finding);
    }
    for (const TextOpinion::Entry& entry : opinion_.entries()) {
      if (std::ranges::find(findings, entry.node, &Finding::node) == findings.end())
        add(entry.node, combined_probability(0, entry.probability), nullptr);
    }
  }

  float believe(float by_evidence, NodeIndex node) const {
    const auto by_text = opinion_.of(node);
    if (!by_text) return by_evidence;
    const float combined = combined_probability(by_evidence, *by_text);
    return opinion_.may_doubt() ? combined : std::max(by_evidence, combined);
  }

  // Schemes overlap on purpose: only subfields of the same one compete.
  float strongest_of_scheme(const std::vector<Finding>& findings, const Finding& finding) const {
    float strongest = 0;
    for (const Finding& other : findings) {
      if (level(other) != Level::kSubfield) continue;
      if (taxonomy_.node(other.node).scheme != taxonomy_.node(finding.node).scheme) continue;
      strongest = std::max(strongest, other.strength);
    }
    return strongest;
  }

  void judge_routes(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      if (level(finding) != Level::kRoute) continue;
      const NodeIndex parent = taxonomy_.node(finding.node).parent;
      const auto subfield = std::ranges::find(verdicts_, parent, &Verdict::node);
      if (subfield == verdicts_.end() || subfield->outcome != Outcome::kAssign) continue;
      // Given the subfield; a route is not surer than what it is a route of.
      add(finding.node, std::min(probability_of(finding.strength), subfield->probability),
          &finding);
    }
  }

  // Puts the analysts' word in the place of the verdicts of one level. A route brings its subfield.
  void settle(Level wanted, const std::vector<Finding>& findings) {
    for (const Settled& word : settled_) {
      const NodeIndex node = taxonomy_.find(word.node);
      if (node == taxonomy::kNoNode || level_of(node) != wanted) continue;
      std::erase_if(verdicts_, [&](const Verdict& verdict) { return verdict.node == node; });
      if (!word.bears) continue;
      affirm(node, findings);
      const NodeIndex parent = taxonomy_.node(node).parent;
      if (wanted == Level::kRoute && !is_denied(parent)) affirm(parent, findings);
    }
  }

  void affirm(NodeIndex node, const std::vector<Finding>& findings) {
    const auto known = std::ranges::find(verdicts_, node, &Verdict::node);
    const auto finding = std::ranges::find(findings, node, &Finding::node);
    const Verdict verdict{node, 1, Outcome::kAssign,
                          finding == findings.end() ? nullptr : &*finding};
    known == verdicts_.end() ? verdicts_.push_back(verdict) : void(*known = verdict);
  }

  bool is_denied(NodeIndex node) const {
    return std::ranges::any_of(settled_, [&](const Settled& word) {
      return !word.bears && taxonomy_.find(word.node) == node;
    });
  }

  void judge_domains() {
    const std::size_t count = verdicts_.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Verdict subfield = verdicts_[i];
      const taxonomy::Node& node = taxonomy_.node(subfield.node);
      if (node.level != Level::kSubfield || node.parent == taxonomy::kNoNode) continue;
      const auto known = std::ranges::find(verdicts_, node.parent, &Verdict::node);
      if (known == verdicts_.end()) {
        add(node.parent, subfield.probability, nullptr);
      } else if (subfield.probability > known->probability) {
        known->probability = subfield.probability;
        known->outcome = subfield.outcome;
      }
    }
  }

  void add(NodeIndex node, float probability, const Finding* finding) {
    if (probability < options_.review_threshold) return;
    const Outcome outcome =
        probability >= options_.assign_threshold ? Outcome::kAssign : Outcome::kReview;
    verdicts_.push_back({node, probability, outcome, finding});
  }

  float below_assignment() const { return 0.98F * options_.assign_threshold; }

  const taxonomy::Taxonomy& taxonomy_;
  const Options& options_;
  const TextOpinion& opinion_;
  const std::span<const Settled> settled_;
  std::vector<Verdict> verdicts_;
};

// Mentions by node; the hits come in that order.
std::vector<Mention> count_mentions(std::span<const Hit> hits) {
  std::vector<Mention> mentions;
  for (const Hit& hit : hits) {
    if (!hit.mentions) continue;
    if (mentions.empty() || mentions.back().node != hit.use->node) {
      mentions.push_back({hit.use->node, 0});
    }
    ++mentions.back().count;
  }
  return mentions;
}

}  // namespace

struct Classifier::Impl {
  Impl(const taxonomy::Taxonomy& tree, Options chosen)
      : taxonomy(tree),
        options(std::move(chosen)),
        lexicon(tree),
        text_labels(taxonomy, options.text_model) {}

  const taxonomy::Taxonomy taxonomy;
  const Options options;
  const Lexicon lexicon;
  const TextLabels text_labels;
};

Classifier::Classifier(const taxonomy::Taxonomy& taxonomy, Options options)
    : impl_(std::make_unique<Impl>(taxonomy, std::move(options))) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

Classification Classifier::classify(const Document& document, const nlp::FoldedText& title,
                                    const nlp::FoldedText& abstract,
                                    std::span<const Settled> settled) const {
  const std::vector<Hit> hits = match(impl_->lexicon, {document.title, &title},
                                      {document.abstract, &abstract}, Strictness::kDocument);
  const std::vector<CodeMatch> codes = impl_->lexicon.match_codes(document);
  std::vector<Finding> findings = gather(hits, codes,
                                         {static_cast<std::uint32_t>(title.tokens.size()),
                                          static_cast<std::uint32_t>(abstract.tokens.size())});

  const TextOpinion opinion(impl_->text_labels, {document.title, &title},
                            {document.abstract, &abstract});
  Classification result;
  result.mentions = count_mentions(hits);
  for (const Verdict& verdict :
       Judgement(impl_->taxonomy, impl_->options, opinion, settled).decide(findings)) {
    Label label;
    label.node = impl_->taxonomy.node(verdict.node).id;
    label.probability = verdict.probability;
    label.outcome = verdict.outcome;
    if (verdict.finding != nullptr) {
      label.evidence = explain(*verdict.finding, title, abstract, impl_->options.max_evidence);
    }
    if (opinion.of(verdict.node).value_or(0) >= kTextSpeaksFor) {
      const auto words = opinion.explain(verdict.node, kTextWitnesses);
      label.evidence.insert(label.evidence.end(), words.begin(), words.end());
    }
    result.labels.push_back(std::move(label));
  }
  return result;
}

Classification Classifier::classify(const Document& document) const {
  return classify(document, nlp::fold(document.title), nlp::fold(document.abstract));
}

std::vector<Mention> Classifier::mentions(const nlp::Passage& title,
                                          const nlp::Passage& abstract) const {
  return count_mentions(match(impl_->lexicon, title, abstract, Strictness::kDocument));
}

std::vector<Mention> Classifier::concepts(std::string_view query) const {
  constexpr std::size_t kMaxQuery = 4096;
  query = query.substr(0, kMaxQuery);
  const nlp::FoldedText folded = nlp::fold(query);
  const std::vector<Hit> hits = match(impl_->lexicon, {query, &folded}, {}, Strictness::kQuery);
  std::vector<Mention> mentions = count_mentions(hits);
  const auto longest = [&hits](const Mention& mention) {
    std::uint32_t tokens = 0;
    for (const Hit& hit : hits) {
      if (hit.mentions && hit.use->node == mention.node)
        tokens = std::max(tokens, hit.end - hit.first);
    }
    return tokens;
  };
  std::ranges::sort(mentions, {}, [&longest](const Mention& mention) {
    return std::pair(~longest(mention), mention.node);
  });
  return mentions;
}

}  // namespace horizon::classify
