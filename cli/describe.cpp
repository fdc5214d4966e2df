#include "cli/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "pipeline/workspace.h"

namespace horizon::cli {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  return app.get_options([](const CLI::Option*) { return true; });
}

bool is_positional(const CLI::Option& option) {
  return option.get_lnames().empty() && option.get_snames().empty();
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

// Text of a page: no line of it is taken for a request, no character for an escape.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += "\\&";
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames())
    names.push_back("\\fB" + roff("-" + name) + "\\fR");
  for (const std::string& name : option.get_lnames())
    names.push_back("\\fB" + roff("--" + name) + "\\fR");
  std::string out = fmt::format("{}", fmt::join(names, ", "));
  if (is_positional(option)) out = "\\fI" + roff(option.get_name()) + "\\fR";
  if (!is_positional(option) && option.get_items_expected_max() > 0)
    out += " \\fI" + roff(option.get_type_name()) + "\\fR";
  return out;
}

void add_options(const CLI::App& app, std::string& out) {
  for (const CLI::Option* option : options_of(app)) {
    out += fmt::format(".TP\n{}\n{}\n", names_of(*option), roff(option->get_description()));
  }
}

void add_footer(const CLI::App& app, std::string& out) {
  const std::string footer = app.get_footer();
  if (trim(footer).empty()) return;
  out += fmt::format(".PP\n.nf\n{}\n.fi\n", roff(trim(footer)));
}

void add_command(const CLI::App& command, const std::string& prefix, std::string& out) {
  const std::string name = prefix + " " + command.get_name();
  out += fmt::format(".SS {}\n{}\n", roff(name), roff(command.get_description()));
  add_options(command, out);
  add_footer(command, out);
  for (const CLI::App* child : commands_of(command)) add_command(*child, name, out);
}

// Within single quotes of a shell.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string option_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : options_of(app)) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  return fmt::format("{}", fmt::join(words, " "));
}

std::string command_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* command : commands_of(app)) words.push_back(command->get_name());
  return fmt::format("{}", fmt::join(words, " "));
}

// A case of the shell for each command, by its words ("watch add").
void add_bash_cases(const CLI::App& app, const std::string& path, std::string& out) {
  out += fmt::format("    {}) words={} ;;\n", shell_quoted(path),
                     shell_quoted(command_words(app) + " " + option_words(app)));
  for (const CLI::App* command : commands_of(app))
    add_bash_cases(*command, path.empty() ? command->get_name() : path + " " + command->get_name(),
                   out);
}

// Colons and brackets mean something in zsh's lists.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : first_line(text)) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void add_zsh_cases(const CLI::App& app, const std::string& path, std::string& out) {
  out += fmt::format("    {})\n      list=(", shell_quoted(path));
  for (const CLI::App* command : commands_of(app)) {
    out += fmt::format("\n        {}", shell_quoted(command->get_name() + ":" +
                                                    zsh_text(command->get_description())));
  }
  for (const CLI::Option* option : options_of(app)) {
    for (const std::string& name : option->get_lnames())
      out += fmt::format("\n        {}",
                         shell_quoted("--" + name + ":" + zsh_text(option->get_description())));
  }
  out += ") ;;\n";
  for (const CLI::App* command : commands_of(app))
    add_zsh_cases(*command, path.empty() ? command->get_name() : path + " " + command->get_name(),
                  out);
}

void add_fish_lines(const CLI::App& app, const std::string& program, const std::string& path,
                    std::string& out) {
  const std::string condition = fmt::format("-n '__{}_at \"{}\"'", program, path);
  for (const CLI::App* command : commands_of(app)) {
    out += fmt::format("complete -c {} {} -f -a {} -d {}\n", program, condition,
                       shell_quoted(command->get_name()),
                       shell_quoted(first_line(command->get_description())));
  }
  for (const CLI::Option* option : options_of(app)) {
    for (const std::string& name : option->get_lnames()) {
      out += fmt::format("complete -c {} {} -l {}{} -d {}\n", program, condition, name,
                         option->get_items_expected_max() > 0 ? " -r" : "",
                         shell_quoted(first_line(option->get_description())));
    }
  }
  for (const CLI::App* command : commands_of(app))
    add_fish_lines(*command, program,
                   path.empty() ? command->get_name() : path + " " + command->get_name(), out);
}

}  // namespace

std::string manual_page(const CLI::App& app, int section) {
  const std::string name = app.get_name();
  std::string upper = name;
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  std::string out = fmt::format(".TH {} {} \"\" \"Horizon {}\" \"Horizon\"\n", upper, section,
                                pipeline::kVersion);
  const bool has_commands = !commands_of(app).empty();
  out +=
      fmt::format(".SH NAME\n{} \\- {}\n", name,
                  roff(has_commands ? "technology horizon scanner" : "the service of horizon(1)"));
  out += fmt::format(".SH SYNOPSIS\n.B {}\n[\\fIoptions\\fR]{}\n", name,
                     has_commands ? " \\fIcommand\\fR [\\fIarguments\\fR]" : "");
  out += fmt::format(".SH DESCRIPTION\n{}\n.SH OPTIONS\n", roff(trim(app.get_description())));
  add_options(app, out);
  if (has_commands) out += ".SH COMMANDS\n";
  for (const CLI::App* command : commands_of(app)) add_command(*command, name, out);
  out +=
      ".SH EXIT STATUS\n0 done; 1 done with failures that are listed; 2 usage or configuration; "
      "3 could not run.\n";
  out +=
      ".SH FILES\n.TP\n.I horizon.toml\nsettings of a workspace\n.TP\n.I sources.toml\n"
      "its sources\n.TP\n.I taxonomy/\nits taxonomy\n";
  out += fmt::format(".SH SEE ALSO\n.BR {}\n", has_commands ? "horizond (8)" : "horizon (1)");
  return out;
}

std::string bash_completion(const CLI::App& app) {
  const std::string name = app.get_name();
  std::string out = fmt::format(
      "# bash completion of {0}; made by '{0} completion bash'\n"
      "_{0}() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" path='' word words\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case \" $(_{0}_words \"$path\") \" in\n"
      "      *\" $word \"*) [[ $word == -* ]] || path=\"${{path:+$path }}$word\" ;;\n"
      "    esac\n"
      "  done\n"
      "  COMPREPLY=($(compgen -W \"$(_{0}_words \"$path\")\" -- \"$current\"))\n"
      "  [[ $current == -* ]] || COMPREPLY+=($(compgen -f -- \"$current\"))\n"
      "}}\n"
      "_{0}_words() {{\n  local words=''\n  case \"$1\" in\n",
      name);
  add_bash_cases(app, "", out);
  return out +
         fmt::format("  esac\n  printf '%s' \"$words\"\n}}\ncomplete -o filenames -F _{0} {0}\n",
                     name);
}

std::string zsh_completion(const CLI::App& app) {
  const std::string name = app.get_name();
  std::string out = fmt::format(
      "#compdef {0}\n"
      "# zsh completion of {0}; made by '{0} completion zsh'\n"
      "_{0}_list() {{\n  case \"$1\" in\n",
      name);
  add_zsh_cases(app, "", out);
  return out + fmt::format(
                   "    *) list=() ;;\n  esac\n}}\n"
                   "_{0}() {{\n"
                   "  local -a list\n  local path='' word\n"
                   "  for word in ${{words[2,CURRENT-1]}}; do\n"
                   "    _{0}_list \"$path\"\n"
                   "    if [[ $word != -* && -n ${{list[(r)$word:*]}} ]]; then\n"
                   "      path=\"${{path:+$path }}$word\"\n    fi\n  done\n"
                   "  _{0}_list \"$path\"\n"
                   "  _describe -t commands {0} list\n  _files\n}}\n"
                   "_{0} \"$@\"\n",
                   name);
}

std::string fish_completion(const CLI::App& app) {
  const std::string name = app.get_name();
  std::string out = fmt::format(
      "# fish completion of {0}; made by '{0} completion fish'\n"
      "function __{0}_at\n"
      "  set -l words\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    string match -q -- '-*' $word; or set -a words $word\n"
      "  end\n"
      "  test \"$words\" = \"$argv[1]\"\n"
      "end\n",
      name);
  add_fish_lines(app, name, "", out);
  return out;
}

}  // namespace horizon::cli
