// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An object of a tenant's directory as Microsoft Graph shows it: an organizational contact or a
// user. Its properties have Graph's names and types, whether the world file or a test wrote them.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fb::cloudsim {

enum class DirectoryFeed : std::uint8_t { contacts, users };
std::string_view name(DirectoryFeed feed);  // "contacts", as in a path
std::optional<DirectoryFeed> directory_feed_named(std::string_view name);
std::string_view type_name(DirectoryFeed feed);  // "microsoft.graph.orgContact"

struct DirectoryRecord {
  DirectoryFeed feed = DirectoryFeed::contacts;
  std::string id;
  boost::json::object properties;
};

// A property of the type as Graph writes it, named in any case; empty where there is none. All have
// values that can be selected; only some can be given here, the others were never set.
std::string_view directory_property(DirectoryFeed feed, std::string_view name);
// What Graph gives where nothing is selected.
std::vector<std::string> usual_directory_properties(DirectoryFeed feed);

// A problem in words; empty where an object can have these properties. Null is good for each.
std::string directory_problem(DirectoryFeed feed, const boost::json::object& properties);

}  // namespace fb::cloudsim
