// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <boost/json/array.hpp>

#include "tools/cloudsim/world_reader.hpp"

namespace fb::cloudsim {
namespace {

using config::PlacedText;
using config::ProblemList;
using config::TableReader;

void read_text(TableReader& in, std::string_view key, const char* property,
               boost::json::object& into) {
  if (const auto text = in.text(key)) into[property] = *text;
}

void read_texts(TableReader& in, std::string_view key, const char* property,
                boost::json::object& into) {
  const auto texts = in.texts(key, kEntriesMax);
  if (!in.has(key)) return;
  boost::json::array list;
  for (const PlacedText& each : texts) list.emplace_back(each.text);
  into[property] = std::move(list);
}

}  // namespace

void read_directory_object(const toml::table& table, DirectoryFeed feed, ProblemList& problems,
                           Tenant& tenant) {
  const bool user = feed == DirectoryFeed::users;
  TableReader in(table, user ? "[[cloud.tenant.user]]" : "[[cloud.tenant.contact]]", problems);
  DirectoryRecord out;
  out.feed = feed;
  const auto id = in.required("id", read_guid);
  read_text(in, "display_name", "displayName", out.properties);
  read_text(in, "mail", "mail", out.properties);
  read_texts(in, "proxy_addresses", "proxyAddresses", out.properties);
  if (user) {
    read_text(in, "user_principal_name", "userPrincipalName", out.properties);
    read_text(in, "user_type", "userType", out.properties);
    if (!out.properties.contains("userType")) out.properties["userType"] = "Member";
    read_texts(in, "other_mails", "otherMails", out.properties);
    if (const auto shown = in.flag("show_in_address_list")) {
      out.properties["showInAddressList"] = *shown;
    }
  }
  if (!id) return;
  out.id = *id;
  const bool twice = std::any_of(tenant.directory.begin(), tenant.directory.end(),
                                 [&](const DirectoryRecord& other) { return other.id == out.id; });
  if (twice) in.problem("id", "is there twice");
  const std::string problem = directory_problem(feed, out.properties);
  if (!problem.empty())
    problems.add(in.place(),
                 "[[cloud.tenant." + std::string(user ? "user" : "contact") + "]]: " + problem);
  tenant.directory.push_back(std::move(out));
}

}  // namespace fb::cloudsim
