// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/directory_record.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <span>

#include "protocols/model/smtp_address.hpp"
#include "tools/cloudsim/json_web_token.hpp"
#include "tools/cloudsim/message.hpp"

namespace fb::cloudsim {
namespace {

constexpr std::string_view kPrimary = "SMTP:";
constexpr std::size_t kTextBytesMax = 1024;  // of one value
constexpr std::size_t kAddressesMax = 1000;  // of one list

enum class Holds : std::uint8_t { text, address, addresses, proxies, flag, nothing };

struct Property {
  std::string_view name;
  Holds holds;
  bool usual;  // given where nothing is selected
};

constexpr std::array kContactProperties{
    Property{"id", Holds::nothing, true},
    Property{"displayName", Holds::text, true},
    Property{"mail", Holds::address, true},
    Property{"proxyAddresses", Holds::proxies, true},
    Property{"companyName", Holds::nothing, true},
    Property{"department", Holds::nothing, true},
    Property{"givenName", Holds::nothing, true},
    Property{"jobTitle", Holds::nothing, true},
    Property{"mailNickname", Holds::nothing, true},
    Property{"surname", Holds::nothing, true},
};
constexpr std::array kUserProperties{
    Property{"id", Holds::nothing, true},
    Property{"displayName", Holds::text, true},
    Property{"mail", Holds::address, true},
    Property{"userPrincipalName", Holds::text, true},
    Property{"businessPhones", Holds::nothing, true},
    Property{"givenName", Holds::nothing, true},
    Property{"jobTitle", Holds::nothing, true},
    Property{"mobilePhone", Holds::nothing, true},
    Property{"officeLocation", Holds::nothing, true},
    Property{"preferredLanguage", Holds::nothing, true},
    Property{"surname", Holds::nothing, true},
    Property{"proxyAddresses", Holds::proxies, false},
    Property{"otherMails", Holds::addresses, false},
    Property{"userType", Holds::text, false},
    Property{"showInAddressList", Holds::flag, false},
    Property{"accountEnabled", Holds::nothing, false},
    Property{"companyName", Holds::nothing, false},
    Property{"creationType", Holds::nothing, false},
    Property{"department", Holds::nothing, false},
    Property{"externalUserState", Holds::nothing, false},
    Property{"mailNickname", Holds::nothing, false},
};

std::span<const Property> properties_of(DirectoryFeed feed) {
  if (feed == DirectoryFeed::users) return kUserProperties;
  return kContactProperties;
}

const Property* property_named(DirectoryFeed feed, std::string_view name) {
  const auto all = properties_of(feed);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Property& property) {
    return same_text(property.name, name);
  });
  return found == all.end() ? nullptr : &*found;
}

bool is_text(const boost::json::value& value) {
  return value.is_string() && !value.get_string().empty() &&
         value.get_string().size() <= kTextBytesMax;
}

bool is_address(const boost::json::value& value) {
  return value.is_string() && model::SmtpAddress::parse(value.get_string()).has_value();
}

// "SMTP:" for the primary one, "smtp:" for the others, and other types of addresses as they are.
bool is_proxy(const boost::json::value& value) {
  if (!is_text(value)) return false;
  const std::string_view text = value.get_string();
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  if (!same_text(text.substr(0, kPrimary.size()), kPrimary)) return true;
  return model::SmtpAddress::parse(text.substr(kPrimary.size())).has_value();
}

bool is_list(const boost::json::value& value, bool (*is_good)(const boost::json::value&)) {
  if (!value.is_array() || value.get_array().size() > kAddressesMax) return false;
  return std::all_of(value.get_array().begin(), value.get_array().end(), is_good);
}

bool are_proxies(const boost::json::value& value) {
  if (!is_list(value, is_proxy)) return false;
  const auto is_primary = [](const boost::json::value& each) {
    return std::string_view(each.get_string()).starts_with(kPrimary);
  };
  return std::count_if(value.get_array().begin(), value.get_array().end(), is_primary) <= 1;
}

bool fits(Holds holds, const boost::json::value& value) {
  switch (holds) {
    case Holds::text:
      return is_text(value);
    case Holds::address:
      return is_address(value);
    case Holds::addresses:
      return is_list(value, is_address);
    case Holds::proxies:
      return are_proxies(value);
    case Holds::flag:
      return value.is_bool();
    case Holds::nothing:
      break;
  }
  return false;
}

}  // namespace

std::string_view name(DirectoryFeed feed) {
  return feed == DirectoryFeed::users ? "users" : "contacts";
}

std::optional<DirectoryFeed> directory_feed_named(std::string_view text) {
  for (const DirectoryFeed feed : {DirectoryFeed::contacts, DirectoryFeed::users}) {
    if (same_text(name(feed), text)) return feed;
  }
  return std::nullopt;
}

std::string_view type_name(DirectoryFeed feed) {
  return feed == DirectoryFeed::users ? "microsoft.graph.user" : "microsoft.graph.orgContact";
}

std::string_view directory_property(DirectoryFeed feed, std::string_view name) {
  const Property* property = property_named(feed, name);
  return property == nullptr ? std::string_view() : property->name;
}

std::vector<std::string> usual_directory_properties(DirectoryFeed feed) {
  std::vector<std::string> out;
  for (const Property& property : properties_of(feed)) {
    if (property.usual) out.emplace_back(property.name);
  }
  return out;
}

std::string directory_problem(DirectoryFeed feed, const boost::json::object& properties) {
  for (const auto& [key, value] : properties) {
    const Property* property = property_named(feed, key);
    if (property == nullptr || property->name != std::string_view(key) ||
        property->holds == Holds::nothing) {
      return "no property that can be given here: " + std::string(key);
    }
    if (!value.is_null() && !fits(property->holds, value)) {
      return std::string(key) + " cannot have this value";
    }
  }
  if (feed == DirectoryFeed::contacts) return {};
  if (text_of(properties, "userPrincipalName").find('@') == std::string_view::npos) {
    return "a user needs a userPrincipalName with an @";
  }
  const std::string_view type = text_of(properties, "userType");
  if (type != "Guest" && type != "Member") return "userType is Guest or Member";
  return {};
}

}  // namespace fb::cloudsim
