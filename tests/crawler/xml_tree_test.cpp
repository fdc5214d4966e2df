#include "crawler/xml/xml_tree.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "core/text.h"

namespace horizon::crawler {
namespace {

XmlRecovery recovery() {
  return {[](std::string_view local) { return local != "list" && local != "item"; },
          [](std::string_view local) { return local == "item"; }};
}

XmlTree parse(std::string_view text) { return XmlTree::parse(std::string(text), recovery()); }

// The tree as "list(item(title'x'))", attributes left out.
std::string shape(const XmlNode& node) {
  std::string out;
  for (XmlNode child = node.first_child(); child; child = child.next()) {
    if (child.is_element()) {
      const std::string inner = shape(child);
      out.append(child.name()).append(inner.empty() ? "" : "(" + inner + ")");
    } else {
      out.append("'").append(child.value()).append("'");
    }
  }
  return out;
}

struct WellFormedCase {
  const char* text;
  bool well_formed;
};

TEST(XmlTree, Xml10_WellFormedness) {
  static constexpr WellFormedCase kCases[] = {
      {"<a/>", true},
      {"<?xml version='1.0' encoding=\"UTF-8\" standalone='yes'?>\n<a/>\n<!-- c --><?p i?>", true},
      {"<!DOCTYPE a [<!ENTITY e 'x>'><!-- ] -->]><a>&e;&amp;&#x4e2d;</a>", true},
      {"<!DOCTYPE a PUBLIC 'p' 's'><a>&declared_elsewhere;</a>", true},
      {"<a b='1' c=\"'>\"><b/>t<![CDATA[<&]]></a >", true},
      {"<p:a xmlns:p='u' p:b='1' b='2'/>", true},
      {"<a xmlns:p='u' xmlns:q='v' p:b='' q:b=''/>", true},
      {"<a><b xmlns:p='u'><p:c/></b></a>", true},
      {"<标题 属性='值'/>", true},
      {"", false},
      {"  ", false},
      {"text", false},
      {" <?xml version='1.0'?><a/>", false},    // 2.8: the declaration stands first
      {"<?xml encoding='UTF-8'?><a/>", false},  // production 23
      {"<?xml version='1.0' encoding='U TF'?><a/>", false},
      {"<a></b>", false},  // WFC: Element Type Match
      {"<a><b></a></b>", false},
      {"<a>", false},
      {"<a/><b/>", false},  // 2.1: one root
      {"<a/>text", false},
      {"<a b='1' b='2'/>", false},  // WFC: Unique Att Spec
      {"<a b=1/>", false},
      {"<a b/>", false},
      {"<a b='1'c='2'/>", false},
      {"<a b='<'/>", false},     // WFC: No < in Attribute Values
      {"<a>&nbsp;</a>", false},  // WFC: Entity Declared
      {"<a>&b</a>", false},
      {"<a>R&D</a>", false},
      {"<a>&#0;</a>", false},  // WFC: Legal Character
      {"<a>&#xD800;</a>", false},
      {"<a>]]></a>", false},          // 2.4
      {"<a><!-- -- --></a>", false},  // 2.5
      {"<a><!-- </a>", false},
      {"<a><![CDATA[</a>", false},
      {"<a><? ?></a>", false},
      {"<a><1/></a>", false},
      {"<a>1 < 2</a>", false},
      {"<p:a/>", false},  // Namespaces, 5: Prefix Declared
      {"<a p:b=''/>", false},
      {"<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", false},  // Namespaces, 6.3
      {"<a xmlns:p=''/>", false},
      {"<a:b:c xmlns:a='u'/>", false},
      {"<a><b xmlns:p='u'/><p:c/></a>", false},
      {"<a/><!DOCTYPE a>", false},
      {"<!DOCTYPE a", false},
  };
  for (const WellFormedCase& c : kCases) {
    EXPECT_EQ(parse(c.text).problem().empty(), c.well_formed)
        << c.text << ": " << parse(c.text).problem();
  }
}

struct ShapeCase {
  const char* text;
  const char* shape;
};

TEST(XmlTree, ReadsWhatIsDamaged) {
  static constexpr ShapeCase kCases[] = {
      {"<a>x<b>y</b>z</a>", "a('x'b('y')'z')"},
      {"<a>1 < 2 & 3</a>", "a('1 ''< 2 & 3')"},
      {"<a>&eacute;&#233;&lt;&nosuch;&#146;</a>", "a('éé<&nosuch;’')"},
      {"<list><item><t>x</item><item><t>y</t></item></list>", "list(item(t('x'))item(t('y')))"},
      {"<list><item><t>x<u>y</u></item></list>", "list(item(t('x')u('y')))"},
      {"<list><item><t>x</t><item><t>y</t></item></list>", "list(item(t('x'))item(t('y')))"},
      {"<list><item><t>x</t></item><item><t>y", "list(item(t('x'))item(t('y')))"},
      {"<list><item><T>x</t></item></list>", "list(item(T('x')))"},
      {"<list></stray><item/></list>", "list(item)"},
      {"<list><d>a<br>b</d></list>", "list(d('a'br'b'))"},
      {"<list><d><b><i>x</b></i>y</d></list>", "list(d(b(i('x'))'y'))"},
      {"<list><t a=\"x><u/></list>", "list(tu)"},
      {"<list><t a=\"x<y\">z</t></list>", "list(t('z'))"},
      {"<list><t><![CDATA[x</t><u/></list>", "list(t('x')u)"},
      {"<list><!-- x><t>y</t></list>", "list(t('y'))"},
      {"junk<list/>", "'junk'list"},
  };
  for (const ShapeCase& c : kCases) EXPECT_EQ(shape(parse(c.text).top()), c.shape) << c.text;
}

TEST(XmlTree, NestedRecordsOfAWellFormedDocumentStay) {
  EXPECT_EQ(shape(parse("<item><item/></item>").top()), "item(item)");
}

TEST(XmlTree, NameSpacesAndAttributes) {
  const XmlTree tree = parse(
      "<a xmlns='u' xmlns:p='v' Href='x&amp;y'><p:b xml:lang='de' p:c='1'/><q:d/>"
      "<e xmlns=''/></a>");
  const XmlNode a = tree.root();
  EXPECT_EQ(a.uri(), "u");
  EXPECT_EQ(a.attribute("href"), "x&y");
  const XmlNode b = a.first_element();
  EXPECT_EQ(b.local(), "b");
  EXPECT_EQ(b.prefix(), "p");
  EXPECT_EQ(b.uri(), "v");
  EXPECT_EQ(b.attribute("xml:lang"), "de");
  EXPECT_EQ(b.any_attribute("c"), "1");
  EXPECT_FALSE(b.has_attribute("c"));
  const XmlNode d = b.next_element();
  EXPECT_FALSE(d.is_declared());
  EXPECT_TRUE(d.next_element().uri().empty());
}

TEST(XmlTree, MarkupAndTextOfAnElement) {
  const std::string text = "<a><x:p xmlns:x='u' b='\"'>1 &lt; <i>2</i><br/></x:p> t</a>";
  const XmlTree tree = parse(text);
  EXPECT_EQ(tree.root().inner_markup(), "<p b=\"&quot;\">1 &lt; <i>2</i><br /></p> t");
  EXPECT_EQ(tree.root().text(), "1 < 2 t");
  const XmlNode p = tree.root().first_element();
  EXPECT_EQ(text.substr(p.begin(), p.end() - p.begin()),
            "<x:p xmlns:x='u' b='\"'>1 &lt; <i>2</i><br/></x:p>");
}

TEST(XmlTree, DeclaredEntities) {
  EXPECT_EQ(parse("<!DOCTYPE a [<!ENTITY e 'one &#38; two'>]><a>&e;</a>").root().text(), "&e;");
  EXPECT_EQ(parse("<!DOCTYPE a [<!ENTITY e 'caf&#233;'>]><a>&e;</a>").root().text(), "café");
  EXPECT_EQ(parse("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>").root().text(),
            "&e;");
}

TEST(XmlTree, Hostile_EntitiesDoNotMultiply) {
  std::string text = "<!DOCTYPE a [<!ENTITY e '" + std::string(1000, 'x') + "'>]><a>";
  for (int i = 0; i < 100'000; ++i) text += "&e;";
  EXPECT_LE(parse(text + "</a>").root().text().size(), text.size() + (std::size_t{1} << 20));
}

std::string repeat(std::string_view piece, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += piece;
  return out;
}

TEST(XmlTree, Hostile_LinearAndWithoutRecursion) {
  for (const char* const piece : {"<a>",         "<a><b></a>",    "</a>",       "<",
                                  "<a b=\"",     "<a b='<c d=\"", "<!--",       "<![CDATA[",
                                  "<?",          "<!DOCTYPE [",   "&",          "&#",
                                  "<a a=''",     "<item>",        "<t>x<item>", "<a xmlns:p='u'>",
                                  "<br>",        "<a\n",          "]]>",        "<p:a p:b=''/>",
                                  "<!ENTITY a '"}) {
    const std::string text = "<list>" + repeat(piece, 200'000);
    const auto start = std::chrono::steady_clock::now();
    const XmlTree tree = parse(text);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    EXPECT_LT(spent.count(), 3.0) << piece;
    EXPECT_FALSE(tree.problem().empty()) << piece;
    EXPECT_LE(tree.root().inner_markup().size(), 8 * text.size()) << piece;
  }
}

}  // namespace
}  // namespace horizon::crawler
