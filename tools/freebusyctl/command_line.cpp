// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <map>
#include <ostream>

#include "gateway/net/https_url.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

constexpr std::array<ExitCode, 7> kExitCodes{{
    {kExitAnswered, "done; allowed; everybody is known; nothing to change"},
    {kExitUsage, "a mistake on the command line, in a file, or in what was asked for"},
    {kExitUnknown, "an answer in which somebody is unknown, or somebody is refused"},
    {kExitFailed,
     "no answer: query was refused, or the gateway is unreachable, not ready or not "
     "understood"},
    {kExitNotAllowed, "the account is not known, or may not do that"},
    {kExitConflict,
     "it goes against what is there: somebody else has changed it, it exists "
     "already, or an import would remove too much"},
    {kExitDifferences, "--dry-run: something would change"},
}};

constexpr char kExample[] =
    "Example:\n"
    "  freebusyctl query --gateway https://gateway.example --user peggy@contoso.example \\\n"
    "    --password-file peggy.password --person grace@contoso.example \\\n"
    "    --person victor@contoso-cn.example --zone Europe/Berlin \\\n"
    "    --start 2031-05-06T08:00 --end 2031-05-06T18:00";

std::string footer() {
  std::string text = "Exit codes:";
  for (const ExitCode& row : kExitCodes) {
    text += "\n  " + std::to_string(row.code) + "  " + std::string(row.meaning);
  }
  return text + "\n\n" + kExample;
}

// Empty, or what is wrong with the address.
std::string check_gateway(const std::string& url) {
  const auto parsed = net::HttpsUrl::parse(url);
  if (!parsed) return "must be https://host[:port]";
  if (parsed->target.find('?') != std::string::npos) return "must be without a query";
  return {};
}

std::string check_admin(const std::string& where) {
  if (is_socket_path(where)) return {};
  const std::string wrong = check_gateway(where);
  return wrong.empty() ? wrong : wrong + ", or the path of a unix socket with a slash in it";
}

std::string help_of(const Option& option) {
  std::string text(option.help);
  if (!option.choices.empty()) text += ": " + in_words(option.choices);
  if (option.value == Value::number) {
    text += ", " + std::to_string(option.min) + " to " + std::to_string(option.max);
  }
  if (option.value == Value::boolean) text += " ($true or $false)";
  if (!option.otherwise.empty()) text += " (default: " + std::string(option.otherwise) + ")";
  return text;
}

std::string capital(std::string_view words) {
  std::string text(words);
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

// One option of the running parse, with where its values arrive.
struct Bound {
  const Option* option;
  CLI::Option* parsed;
};

class Parser {
 public:
  Parser()
      : cli_(
            "freebusyctl runs a freebusy-gateway: who may see whose time, and why, and when "
            "people are free.",
            "freebusyctl") {
    cli_.set_version_flag("--version", FB_VERSION);
    cli_.require_subcommand(0, 1);
    cli_.footer(footer());
    cli_.add_flag("--print-man-page", manual_, "Print the manual page freebusyctl(1)");
    cli_.add_flag("--print-reference", reference_, "Print the reference page");
    for (const Command& command : commands()) add(command);
  }

  CLI::App& app() { return cli_; }

  std::optional<Page> page() const {
    if (manual_) return Page::manual;
    if (reference_) return Page::reference;
    return std::nullopt;
  }

  // The command that was written, or null.
  const Command* chosen(Values& values) const {
    for (const auto& [command, app, bound] : apps_) {
      if (!app->parsed()) continue;
      for (const Bound& one : bound) {
        if (!one.parsed->empty()) values.set(one.option->name, one.parsed->results());
      }
      for (const Bound& one : bound) {
        if (!values.has(one.option->name) && !one.option->otherwise.empty()) {
          values.set(one.option->name, {std::string(one.option->otherwise)});
        }
      }
      return command;
    }
    return nullptr;
  }

 private:
  struct App {
    const Command* command;
    CLI::App* app;
    std::vector<Bound> bound;
  };

  CLI::App* parent_of(std::string_view first) {
    const std::string name(first);
    CLI::App*& group = groups_[name];
    if (group != nullptr) return group;
    group = cli_.add_subcommand(name, group_summary(first));
    group->require_subcommand(1);
    return group;
  }

  static std::string group_summary(std::string_view first) {
    for (const Noun& noun : nouns()) {
      if (noun.name == first) return capital(noun.several);
    }
    if (first == "cloud") return "The clouds, and which may share";
    if (first == "directory-source") return "Where recipients come from";
    if (first == "import") return "What other programs hold";
    return "API tokens for scripts";
  }

  void add(const Command& command) {
    const std::string_view words = command.words;
    const std::size_t space = words.find(' ');
    CLI::App* app = nullptr;
    if (space == std::string_view::npos) {
      app = cli_.add_subcommand(command.words, command.summary);
    } else {
      const std::string last(words.substr(space + 1));
      app = parent_of(words.substr(0, space))->add_subcommand(last, command.summary);
    }
    App entry{&command, app, {}};
    if (!command.refused_why.empty()) {
      app->group("");
      app->allow_extras();
    }
    for (const Option& option : command.options) entry.bound.push_back(bind(option, *app, ""));
    if (command.asks_admin && command.refused_why.empty()) {
      for (const Option& option : connection()) {
        entry.bound.push_back(bind(option, *app, "The admin API"));
      }
      entry.bound.push_back(bind(output_option(), *app, "The admin API"));
    }
    if (command.action == Action::query) app->footer(footer());
    apps_.push_back(std::move(entry));
  }

  static Bound bind(const Option& option, CLI::App& app, const std::string& group) {
    std::string name(option.name);
    if (!option.positional) {
      name = option.letter == '\0' ? "--" + name : std::string{'-', option.letter} + ",--" + name;
    }
    const std::string help = help_of(option);
    if (option.value == Value::none) return {&option, app.add_flag(name, help)};
    CLI::Option* made = app.add_option(name, help);
    if (!group.empty()) made->group(group);
    made->type_name(option.positional ? "" : std::string(value_word(option)));
    made->required(option.required);
    const bool many = option.repeated || option.value == Value::list;
    if (option.positional && many) {
      made->expected(1, -1)->allow_extra_args();
    } else {
      made->expected(1);
    }
    if (many) made->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    if (!option.variable.empty()) made->envname(std::string(option.variable));
    check(option, *made);
    return {&option, made};
  }

  static void check(const Option& option, CLI::Option& made) {
    if (option.name == "admin") made.check(CLI::Validator(check_admin, ""));
    if (option.value == Value::url) made.check(CLI::Validator(check_gateway, ""));
    if (option.value == Value::number) {
      made.check(CLI::Range(option.min, option.max).description(""));
    }
    if (option.value == Value::choice) {
      made.check(CLI::IsMember(split(option.choices, ' ')).description(""));
    }
  }

  CLI::App cli_;
  std::map<std::string, CLI::App*> groups_;
  std::deque<App> apps_;
  bool manual_ = false;
  bool reference_ = false;
};

// CLI11 would repeat them all, and what stands behind an option that we do not have may be a
// secret.
std::string unexpected(const CLI::App& cli) {
  std::string words = "Not expected:";
  bool named = false;
  for (const std::string& argument : cli.remaining(true)) {
    if (!argument.starts_with("-")) continue;
    words += ' ' + argument.substr(0, argument.find('='));
    named = true;
  }
  if (!named) words += " an argument that belongs to no option";
  return words + "\nRun with --help for more information.\n";
}

Output output_named(std::string_view name) {
  if (name == "json") return Output::json;
  if (name == "csv") return Output::csv;
  return name == "ics" ? Output::ics : Output::table;
}

QueryCommand query_of(const Values& values) {
  QueryCommand query;
  query.gateway = values.text("gateway");
  query.ca_file = values.text("ca");
  query.user = values.text("user");
  query.password_file = values.text("password-file");
  query.token_file = values.text("token-file");
  query.people = values.all("person");
  query.start = values.text("start");
  query.end = values.text("end");
  query.zone = values.text("zone");
  query.interval_minutes = values.number("interval");
  query.detail = values.text("detail");
  query.timeout_s = values.number("timeout");
  query.output = output_named(values.text("output"));
  return query;
}

// Standard input has one reader.
bool reads_input_twice(const Command& command, const Values& values) {
  std::size_t readers = 0;
  const auto count = [&](std::span<const Option> options) {
    for (const Option& option : options) {
      if (option.value != Value::file) continue;
      const auto& names = values.all(option.name);
      readers += static_cast<std::size_t>(std::count(names.begin(), names.end(), "-"));
    }
  };
  count(command.options);
  count(connection());
  return command.asks_admin && readers > 1;
}

// Which options go together; empty where all is well.
std::string wrong_together(const Command& command, const Values& values) {
  if (!command.refused_why.empty()) return std::string(command.refused_why);
  if (command.action == Action::query) {
    if (values.has("user") != values.has("password-file")) {
      return "--user and --password-file go together";
    }
    if (values.has("user") == values.has("token-file")) {
      return "Needed: --user with --password-file, or --token-file, and not both";
    }
  }
  if (values.has("admin-certificate") != values.has("admin-key")) {
    return "--admin-certificate and --admin-key go together";
  }
  if (reads_input_twice(command, values)) return "- is standard input, and that can be read once";
  if (command.action == Action::export_objects) {
    const bool powershell = values.text("as") == "powershell";
    if (powershell &&
        (!values.has("partner") || !values.has("kind") || values.all("tenant").size() != 1)) {
      return "--as powershell needs one --tenant, --partner and --kind";
    }
    if (!powershell && (values.has("partner") || values.has("kind"))) {
      return "--partner and --kind belong to --as powershell";
    }
  }
  if (command.asks_admin && values.has("output") && values.text("output") != "table") {
    const Action action = command.action;
    if (action == Action::export_objects || action == Action::openapi) {
      return "--output has no meaning here: the text is printed as it is";
    }
  }
  return {};
}

ParsedCommandLine result_of(const Command& command, Values values) {
  ParsedCommandLine parsed{std::nullopt, kExitAnswered};
  if (command.action == Action::new_api_token) {
    parsed.new_api_token = true;
  } else if (command.action == Action::query) {
    parsed.query = query_of(values);
  } else if (command.action == Action::completion) {
    const std::string& shell = values.text("SHELL");
    parsed.page = shell == "bash" ? Page::bash : shell == "zsh" ? Page::zsh : Page::fish;
  } else {
    const Output output = output_named(values.text("output"));
    parsed.admin = AdminCommand{&command, std::move(values), output};
  }
  return parsed;
}

}  // namespace

std::span<const ExitCode> exit_codes() { return kExitCodes; }

const std::string& Values::text(std::string_view option) const {
  static const std::string kNone;
  const auto found = values_.find(option);
  return found == values_.end() || found->second.empty() ? kNone : found->second.back();
}

const std::vector<std::string>& Values::all(std::string_view option) const {
  static const std::vector<std::string> kNone;
  const auto found = values_.find(option);
  return found == values_.end() ? kNone : found->second;
}

int Values::number(std::string_view option) const {
  const std::string& written = text(option);
  int value = 0;
  std::from_chars(written.data(), written.data() + written.size(), value);
  return value;
}

void Values::set(std::string_view option, std::vector<std::string> values) {
  values_.insert_or_assign(std::string(option), std::move(values));
}

ParsedCommandLine parse_command_line(std::vector<std::string> arguments, std::ostream& out,
                                     std::ostream& err) {
  Parser parser;
  Values values;
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    parser.app().parse(std::move(arguments));
    if (const auto page = parser.page()) return {std::nullopt, kExitAnswered, false, {}, page};
    const Command* const command = parser.chosen(values);
    if (command == nullptr) throw CLI::RequiredError("A subcommand");
    if (const std::string wrong = wrong_together(*command, values); !wrong.empty()) {
      err << wrong << "\nRun with --help for more information.\n";
      return {std::nullopt, kExitUsage};
    }
    return result_of(*command, std::move(values));
  } catch (const CLI::ExtrasError&) {
    err << unexpected(parser.app());
    return {std::nullopt, kExitUsage};
  } catch (const CLI::ParseError& outcome) {
    const bool asked_for = outcome.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    parser.app().exit(outcome, out, err);
    return {std::nullopt, asked_for ? kExitAnswered : kExitUsage};
  }
}

}  // namespace fb::freebusyctl
