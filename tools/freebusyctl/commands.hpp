// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every command with every option, as data. The command line is read by these tables, and help,
// completion, the manual page and the reference page are made of them, so an option is written
// down once: its name, the key that it stands for in an object's body, Exchange's own name for it.
//
// Not what a command does: an Action says which code does that.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/freebusyctl/routes.hpp"

namespace fb::freebusyctl {

enum class Value : std::uint8_t {
  none,     // the option alone says it
  text,     // anything
  boolean,  // $true, $false, true, false
  list,     // texts, by commas or by repeating the option; add= and remove= in a set
  choice,   // one of Option::choices
  number,   // between Option::min and Option::max
  file,
  url,  // https://host[:port]
};

struct Option {
  std::string_view name;  // without the two hyphens
  Value value = Value::text;
  std::string_view help;
  std::string_view key{};        // in the body; a dot leads into a table of it
  std::string_view parameter{};  // of Exchange's cmdlets, without its hyphen
  std::string_view choices{};    // with a space between two
  std::string_view otherwise{};  // what counts where it is not written
  std::string_view variable{};   // of the environment: counts where it is not written
  char letter = '\0';            // "-f"
  int min = 0;
  int max = 0;
  bool required = false;
  bool repeated = false;
  bool positional = false;
};

// A kind of federation object. `parameters` become options of add and set.
struct Noun {
  std::string_view name;     // as config::name(ObjectKind) has it
  std::string_view one;      // "an address space"
  std::string_view several;  // "address spaces"
  // Exchange's cmdlets; empty where it has none.
  std::string_view get_cmdlet;
  std::string_view add_cmdlet;
  std::string_view set_cmdlet;
  std::string_view remove_cmdlet;
  // The options that say which object it is, in order; they are part of a new body and of no other.
  std::span<const std::string_view> identity;
  std::span<const Option> parameters;
  bool is_tenant = false;  // a tenant or a partner: the tenant is the identity
  bool has_set = true;
};

std::span<const Noun> nouns();

enum class Action : std::uint8_t {
  query,
  new_api_token,
  list,
  show,
  add,
  set,
  remove,
  cloud_list,
  cloud_show,
  directory_list,
  directory_run,
  apply,
  export_objects,
  import_exchange,
  backup,
  history,
  explain,
  test,
  explain_credential,
  reason,
  status,
  openapi,
  completion,
};

struct Command {
  std::string words;  // "address-space add"
  std::string summary;
  Action action;
  const Noun* noun = nullptr;
  std::string_view cmdlet{};       // of Exchange, where it has one
  std::vector<Option> options{};   // positional ones first
  std::vector<Route> routes{};     // of the admin API: what it may ask
  bool asks_admin = true;          // has the options of connection()
  std::string_view refused_why{};  // the command does not exist, and this says why
};

// In the order in which they are shown.
const std::vector<Command>& commands();
// How the admin API is reached, and how its answer is printed: options of all that ask it.
std::span<const Option> connection();
const Option& output_option();
// Of the command query.
std::span<const Option> query_options();

}  // namespace fb::freebusyctl
