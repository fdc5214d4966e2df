#include "nlp/language.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace horizon::nlp {
namespace {

TEST(DetectLanguage, ByScriptAndFrequentWords) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"We study the dynamics of superconducting qubits in a cavity.", "en"},
      {"Superconducting qubits", "en"},
      {"Attention Is All You Need", "en"},
      {"A bare DOI", "en"},
      {"Brain-computer interface", "en"},
      {"基于CRISPR-Cas9的基因编辑", "zh"},
      {"GPT-4 与 LLaMA 大模型综述", "zh"},
      {"量子計算", "zh"},
      {"The Chinese Room and the character 中 in the history of logic", "en"},
      {"量子コンピュータの研究", "ja"},
      {"양자 컴퓨팅 연구", "ko"},
      {"Die Untersuchung der Batterien mit festem Elektrolyt", "de"},
      {"Étude des batteries à électrolyte solide pour les véhicules", "fr"},
      {"Estudio de las baterías con electrolito sólido para el vehículo", "es"},
      {"Studio delle batterie con elettrolita solido per la mobilità", "it"},
      {"Estudo das baterias com eletrólito sólido para não poluição", "pt"},
      {"Исследование квантовых вычислений", "ru"},
      {"Дослідження квантових обчислень і їхніх застосувань", "uk"},
      {"Κβαντικοί υπολογιστές", "el"},
      {"الحوسبة الكمومية", "ar"},
      {"β-decay of the α-particle with the ΔE of 3 keV", "en"},
      {"", "und"},
      {"12345 !!!", "und"},
      {"\xFF\xFE\x80", "und"},
      {"🚀🚀", "und"},
  };
  for (const auto& [text, language] : cases) EXPECT_EQ(detect_language(text), language) << text;
}

TEST(DetectLanguage, LooksAtABoundedPrefix) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "the battery of ";
  EXPECT_EQ(detect_language(text), "en");
}

}  // namespace
}  // namespace horizon::nlp
