#include <algorithm>
#include <array>

#include "crawler/formats/patent/patent_text.h"

namespace horizon::crawler {
namespace {

struct IsoEntity {
  std::string_view name;
  std::string_view text;
};

// Greek letters of isogrk1, isogrk2 and isogrk4 (bold), and some of the publishing sets; sorted.
constexpr auto kEntities = std::to_array<IsoEntity>({
    {"Aacgr", "Ά"},    {"Agr", "Α"},      {"Bgr", "Β"},      {"Dgr", "Δ"},      {"EEacgr", "Ή"},
    {"EEgr", "Η"},     {"Eacgr", "Έ"},    {"Egr", "Ε"},      {"Ggr", "Γ"},      {"Iacgr", "Ί"},
    {"Idigr", "Ϊ"},    {"Igr", "Ι"},      {"KHgr", "Χ"},     {"Kgr", "Κ"},      {"Lgr", "Λ"},
    {"Mgr", "Μ"},      {"Ngr", "Ν"},      {"OHacgr", "Ώ"},   {"OHgr", "Ω"},     {"Oacgr", "Ό"},
    {"Ogr", "Ο"},      {"PHgr", "Φ"},     {"PSgr", "Ψ"},     {"Pgr", "Π"},      {"Rgr", "Ρ"},
    {"Sgr", "Σ"},      {"THgr", "Θ"},     {"Tgr", "Τ"},      {"Uacgr", "Ύ"},    {"Udigr", "Ϋ"},
    {"Ugr", "Υ"},      {"Xgr", "Ξ"},      {"Zgr", "Ζ"},      {"aacgr", "ά"},    {"agr", "α"},
    {"b.Delta", "Δ"},  {"b.Gamma", "Γ"},  {"b.Gammad", "Ϝ"}, {"b.Lambda", "Λ"}, {"b.Omega", "Ω"},
    {"b.Phi", "Φ"},    {"b.Pi", "Π"},     {"b.Psi", "Ψ"},    {"b.Sigma", "Σ"},  {"b.Theta", "Θ"},
    {"b.Upsi", "ϒ"},   {"b.Xi", "Ξ"},     {"b.alpha", "α"},  {"b.beta", "β"},   {"b.chi", "χ"},
    {"b.delta", "δ"},  {"b.epsi", "ε"},   {"b.epsis", "ε"},  {"b.epsiv", "ϵ"},  {"b.eta", "η"},
    {"b.gamma", "γ"},  {"b.gammad", "ϝ"}, {"b.iota", "ι"},   {"b.kappa", "κ"},  {"b.kappav", "ϰ"},
    {"b.lambda", "λ"}, {"b.mu", "μ"},     {"b.nu", "ν"},     {"b.omega", "ω"},  {"b.phis", "φ"},
    {"b.phiv", "ϕ"},   {"b.pi", "π"},     {"b.piv", "ϖ"},    {"b.psi", "ψ"},    {"b.rho", "ρ"},
    {"b.rhov", "ϱ"},   {"b.sigma", "σ"},  {"b.sigmav", "ς"}, {"b.tau", "τ"},    {"b.thetas", "θ"},
    {"b.thetav", "ϑ"}, {"b.upsi", "υ"},   {"b.xi", "ξ"},     {"b.zeta", "ζ"},   {"bgr", "β"},
    {"dgr", "δ"},      {"eacgr", "έ"},    {"eeacgr", "ή"},   {"eegr", "η"},     {"egr", "ε"},
    {"epsis", "ε"},    {"ggr", "γ"},      {"iacgr", "ί"},    {"idiagr", "ΐ"},   {"idigr", "ϊ"},
    {"igr", "ι"},      {"jnodot", "ȷ"},   {"kgr", "κ"},      {"khgr", "χ"},     {"lgr", "λ"},
    {"lsqbr", "["},    {"mgr", "μ"},      {"ngr", "ν"},      {"oacgr", "ό"},    {"ogr", "ο"},
    {"ohacgr", "ώ"},   {"ohgr", "ω"},     {"pgr", "π"},      {"phgr", "φ"},     {"phis", "φ"},
    {"psgr", "ψ"},     {"rgr", "ρ"},      {"rsqbr", "]"},    {"sbsol", "﹨"},   {"sfgr", "ς"},
    {"sgr", "σ"},      {"tgr", "τ"},      {"thetas", "θ"},   {"thgr", "θ"},     {"uacgr", "ύ"},
    {"udiagr", "ΰ"},   {"udigr", "ϋ"},    {"ugr", "υ"},      {"xgr", "ξ"},      {"zgr", "ζ"},
});

}  // namespace

std::string_view iso_entity(std::string_view name) {
  const auto* const found = std::lower_bound(
      kEntities.begin(), kEntities.end(), name,
      [](const IsoEntity& entity, std::string_view wanted) { return entity.name < wanted; });
  return found != kEntities.end() && found->name == name ? found->text : std::string_view();
}

}  // namespace horizon::crawler
