// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/commands.hpp"

#include <array>

namespace fb::freebusyctl {
namespace {

constexpr std::string_view kForms = "table json csv";
constexpr std::string_view kKinds =
    "tenant partner availability-config address-space organization-relationship mailbox "
    "mail-contact mail-user guest group";

constexpr Option kOutput{.name = "output",
                         .value = Value::choice,
                         .help = "The form of the answer",
                         .choices = kForms,
                         .otherwise = "table"};

constexpr std::array kConnection{
    Option{.name = "admin",
           .help = "The admin API: https://host[:port], or the path of a unix socket",
           .variable = "FREEBUSYCTL_ADMIN",
           .required = true},
    Option{.name = "admin-token-file",
           .value = Value::file,
           .help = "File with the API token of the account; - reads it from standard input",
           .variable = "FREEBUSYCTL_ADMIN_TOKEN_FILE"},
    Option{.name = "admin-certificate",
           .value = Value::file,
           .help = "PEM file with the client certificate of the account",
           .variable = "FREEBUSYCTL_ADMIN_CERTIFICATE"},
    Option{.name = "admin-key",
           .value = Value::file,
           .help = "PEM file with the private key of --admin-certificate",
           .variable = "FREEBUSYCTL_ADMIN_KEY"},
    Option{.name = "ca",
           .value = Value::file,
           .help = "PEM file of the authorities to trust, instead of the system's",
           .variable = "FREEBUSYCTL_CA"},
    Option{.name = "timeout",
           .value = Value::number,
           .help = "Seconds to wait for one answer",
           .otherwise = "60",
           .min = 1,
           .max = 600},
};

constexpr Option kTenant{.name = "tenant",
                         .help = "The home tenant: authority/GUID, GUID or name",
                         .variable = "FREEBUSYCTL_TENANT"};
constexpr Option kTenants{.name = "tenant",
                          .help = "Only this home tenant: authority/GUID, GUID or name",
                          .repeated = true};
constexpr Option kDryRun{
    .name = "dry-run", .value = Value::none, .help = "Show what would change, and change nothing"};
constexpr Option kSetKey{.name = "set",
                         .help =
                             "Any key of the federation file; a dot leads into a "
                             "table, and a value that begins with [ or { is JSON",
                         .repeated = true};
constexpr Option kIfRevision{.name = "if-revision",
                             .value = Value::number,
                             .help = "Only if nobody has changed it since this revision",
                             .min = 0,
                             .max = 2'147'483'647};
constexpr Option kLimit{.name = "limit",
                        .value = Value::number,
                        .help = "The first ones, instead of all",
                        .min = 1,
                        .max = 1'000'000};
constexpr Option kFile{.name = "file",
                       .value = Value::file,
                       .help = "The federation file; - reads standard input",
                       .letter = 'f',
                       .required = true};
constexpr Option kFrom{.name = "from", .help = "Who asks: an address", .required = true};
constexpr Option kTo{.name = "to", .help = "Who is asked about: an address", .required = true};

Option tenant_option(bool required) {
  Option option = kTenant;
  option.required = required;
  return option;
}

Option identity_of(const Noun& noun) {
  Option option{.name = noun.is_tenant ? "TENANT" : "IDENTITY"};
  option.help = noun.is_tenant         ? "authority/GUID, GUID or name"
                : noun.name == "group" ? "Its address"
                                       : "Its name, domain or address, as list shows it";
  option.required = true;
  option.positional = true;
  return option;
}

// The options that say which object, of all commands but list and add.
std::vector<Option> which(const Noun& noun) {
  std::vector<Option> options;
  if (noun.is_tenant || !noun.identity.empty()) options.push_back(identity_of(noun));
  if (!noun.is_tenant) options.push_back(tenant_option(true));
  return options;
}

bool is_identity(const Noun& noun, const Option& option) {
  for (const std::string_view name : noun.identity) {
    if (name == option.name) return true;
  }
  return false;
}

std::string sentence(std::string_view verb, std::string_view what) {
  return std::string(verb) + " " + std::string(what);
}

void add_readers(const Noun& noun, std::vector<Command>& all) {
  const std::string name(noun.name);
  std::vector<Option> narrowing;
  if (!noun.is_tenant) narrowing.push_back(tenant_option(false));
  narrowing.push_back(kLimit);
  all.push_back({.words = name + " list",
                 .summary = sentence("List the", noun.several),
                 .action = Action::list,
                 .noun = &noun,
                 .cmdlet = noun.get_cmdlet,
                 .options = narrowing,
                 .routes = {Route::objects}});
  all.push_back({.words = name + " show",
                 .summary = sentence("Show", noun.one) + " with every key",
                 .action = Action::show,
                 .noun = &noun,
                 .cmdlet = noun.get_cmdlet,
                 .options = which(noun),
                 .routes = {Route::object_get}});
}

Command adding(const Noun& noun) {
  std::vector<Option> options;
  if (!noun.is_tenant) options.push_back(tenant_option(true));
  for (Option option : noun.parameters) {
    option.required = is_identity(noun, option);
    options.push_back(option);
  }
  options.push_back(kSetKey);
  options.push_back({.name = "replace",
                     .value = Value::none,
                     .help = "Put it in the place of the one that is there, if there is one"});
  options.push_back(kDryRun);
  return {.words = std::string(noun.name) + " add",
          .summary = sentence("Add", noun.one),
          .action = Action::add,
          .noun = &noun,
          .cmdlet = noun.add_cmdlet,
          .options = std::move(options),
          .routes = {Route::object_add, Route::object_put, Route::changes}};
}

Command setting(const Noun& noun) {
  std::vector<Option> options = which(noun);
  for (const Option& option : noun.parameters) {
    if (!is_identity(noun, option)) options.push_back(option);
  }
  options.push_back(kSetKey);
  options.push_back(kIfRevision);
  options.push_back(kDryRun);
  return {.words = std::string(noun.name) + " set",
          .summary = sentence("Change", noun.one),
          .action = Action::set,
          .noun = &noun,
          .cmdlet = noun.set_cmdlet,
          .options = std::move(options),
          .routes = {Route::object_get, Route::object_set, Route::changes}};
}

void add_writers(const Noun& noun, std::vector<Command>& all) {
  all.push_back(adding(noun));
  if (noun.has_set) {
    all.push_back(setting(noun));
  } else {
    all.push_back({.words = std::string(noun.name) + " set",
                   .summary = {},
                   .action = Action::set,
                   .noun = &noun,
                   .refused_why = "An address space cannot be changed, as in Exchange: remove it "
                                  "and add it again."});
  }
  std::vector<Option> options = which(noun);
  options.push_back(kIfRevision);
  options.push_back(kDryRun);
  all.push_back({.words = std::string(noun.name) + " remove",
                 .summary = sentence("Remove", noun.one),
                 .action = Action::remove,
                 .noun = &noun,
                 .cmdlet = noun.remove_cmdlet,
                 .options = std::move(options),
                 .routes = {Route::object_remove, Route::changes}});
}

void add_clouds_and_directories(std::vector<Command>& all) {
  all.push_back({.words = "cloud list",
                 .summary = "List the clouds, and which pairs of them may share",
                 .action = Action::cloud_list,
                 .routes = {Route::clouds}});
  all.push_back({.words = "cloud show",
                 .summary = "Show a cloud",
                 .action = Action::cloud_show,
                 .options = {{.name = "CLOUD",
                              .value = Value::choice,
                              .help = "Its name in the catalogue",
                              .choices = "commercial gcc gcc-high dod 21vianet bleu delos",
                              .required = true,
                              .positional = true}},
                 .routes = {Route::cloud}});
  all.push_back({.words = "directory-source list",
                 .summary = "List where recipients come from, and how the last run came out",
                 .action = Action::directory_list,
                 .options = {tenant_option(false)},
                 .routes = {Route::directory_sources}});
  all.push_back({.words = "directory-source run",
                 .summary = "Import from a directory source now",
                 .action = Action::directory_run,
                 .options = {{.name = "NAME",
                              .help = "The name of the directory source",
                              .required = true,
                              .positional = true},
                             tenant_option(true),
                             {.name = "full",
                              .value = Value::none,
                              .help = "Read all of it, not only what has changed"},
                             {.name = "confirm",
                              .value = Value::none,
                              .help = "Do it even if it removes more than the source allows"},
                             kDryRun},
                 .routes = {Route::directory_run}});
}

void add_files(std::vector<Command>& all) {
  all.push_back({.words = "apply",
                 .summary = "Make a federation file true, in one transaction",
                 .action = Action::apply,
                 .options = {kFile,
                             kTenants,
                             {.name = "prune",
                              .value = Value::none,
                              .help = "Remove what the file does not have. Recipients that a "
                                      "directory source brought stay"},
                             kDryRun},
                 .routes = {Route::apply}});
  all.push_back(
      {.words = "export",
       .summary = "Print a federation file, or the commands that a partner has to run",
       .action = Action::export_objects,
       .options = {kTenants,
                   {.name = "partners", .value = Value::none, .help = "With the partners"},
                   {.name = "imported",
                    .value = Value::none,
                    .help = "With the recipients that directory sources brought"},
                   {.name = "as",
                    .value = Value::choice,
                    .help = "toml, or the commands of the partner's side",
                    .choices = "toml powershell",
                    .otherwise = "toml"},
                   {.name = "partner",
                    .help = "powershell: whose commands; authority/GUID, GUID or name"},
                   {.name = "kind",
                    .value = Value::choice,
                    .help = "powershell: what the partner runs",
                    .choices = "exchange-online on-premises gateway"}},
       .routes = {Route::export_objects}});
  all.push_back({.words = "import exchange",
                 .summary = "Take over what Exchange's Get-... cmdlets printed, a file at a time",
                 .action = Action::import_exchange,
                 .options = {{.name = "FILE",
                              .value = Value::file,
                              .help = "Output of a Get-... cmdlet: Format-List, CSV or JSON; - "
                                      "reads standard input",
                              .required = true,
                              .repeated = true,
                              .positional = true},
                             tenant_option(true),
                             {.name = "authority",
                              .value = Value::choice,
                              .help = "Of tenant ids that stand alone",
                              .choices = "public us cn fr de"},
                             kDryRun},
                 .routes = {Route::import_exchange}});
  all.push_back({.words = "backup",
                 .summary = "Copy the registry beside the running file",
                 .action = Action::backup,
                 .options = {{.name = "NAME",
                              .help = "The name of the new file, without a folder",
                              .required = true,
                              .positional = true}},
                 .routes = {Route::backup}});
}

void add_questions(std::vector<Command>& all) {
  all.push_back({.words = "history",
                 .summary = "Who changed what, newest first",
                 .action = Action::history,
                 .options = {tenant_option(false),
                             {.name = "kind",
                              .value = Value::choice,
                              .help = "Only objects of this kind",
                              .choices = kKinds},
                             {.name = "identity", .help = "Only this object"},
                             {.name = "before",
                              .value = Value::number,
                              .help = "Only what is older than this revision",
                              .min = 1,
                              .max = 2'147'483'647},
                             {.name = "limit",
                              .value = Value::number,
                              .help = "At most this many, but one revision whole",
                              .otherwise = "50",
                              .min = 1,
                              .max = 1000},
                             {.name = "differences",
                              .value = Value::none,
                              .help = "Draw what was before and after"}},
                 .routes = {Route::history}});
  all.push_back(
      {.words = "explain",
       .summary = "Say step by step whether somebody may see somebody's time, and why",
       .action = Action::explain,
       .options = {kFrom,
                   kTo,
                   {.name = "path",
                    .value = Value::choice,
                    .help = "As whom it is asked: orgrel is the person, aas the organisation",
                    .choices = "orgrel aas"}},
       .routes = {Route::explain}});
  all.push_back({.words = "test",
                 .summary = "Really ask, in both directions",
                 .action = Action::test,
                 .options = {kFrom, kTo},
                 .routes = {Route::test}});
  all.push_back({.words = "explain-credential",
                 .summary = "Say whom a credential proves, or which check it fails, with what it "
                            "claims. One that may be used once is used up",
                 .action = Action::explain_credential,
                 .options = {{.name = "FILE",
                              .value = Value::file,
                              .help = "File with the value of the Authorization header that the "
                                      "caller sent, or with a token alone, which is taken as "
                                      "Bearer; - reads standard input",
                              .required = true,
                              .positional = true}},
                 .routes = {Route::explain_credential}});
  all.push_back({.words = "reason",
                 .summary = "Say what a reason code means, its cause and its fix",
                 .action = Action::reason,
                 .options = {{.name = "CODE",
                              .help = "The code; without it all are listed",
                              .positional = true}},
                 .routes = {Route::reasons, Route::reason}});
  all.push_back({.words = "status",
                 .summary = "Show the gateway, and what the account may do",
                 .action = Action::status,
                 .routes = {Route::status}});
  all.push_back({.words = "openapi",
                 .summary = "Print the OpenAPI document of the admin API",
                 .action = Action::openapi,
                 .routes = {Route::openapi}});
}

std::vector<Command> all_commands() {
  std::vector<Command> all;
  all.push_back({.words = "query",
                 .summary = "Ask when people are free",
                 .action = Action::query,
                 .options = {query_options().begin(), query_options().end()},
                 .asks_admin = false});
  for (const Noun& noun : nouns()) {
    add_readers(noun, all);
    add_writers(noun, all);
  }
  add_clouds_and_directories(all);
  add_files(all);
  add_questions(all);
  all.push_back({.words = "api-token new",
                 .summary = "Make a token: it goes to standard output, once; the line for the "
                            "federation file goes to standard error. Nothing is sent or kept",
                 .action = Action::new_api_token,
                 .asks_admin = false});
  all.push_back({.words = "completion",
                 .summary = "Print the completion for a shell",
                 .action = Action::completion,
                 .options = {{.name = "SHELL",
                              .value = Value::choice,
                              .help = "The shell",
                              .choices = "bash zsh fish",
                              .required = true,
                              .positional = true}},
                 .asks_admin = false});
  return all;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> kAll = all_commands();
  return kAll;
}

std::span<const Option> connection() { return kConnection; }
const Option& output_option() { return kOutput; }

}  // namespace fb::freebusyctl
