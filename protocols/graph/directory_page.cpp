// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/directory_page.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

Error broken(std::string why) { return Error::of(ErrorKind::peer_broken, std::move(why)); }

Result<std::vector<std::string>> texts(const boost::json::value& object, std::string_view name) {
  std::vector<std::string> out;
  const boost::json::value* list = wire::member(object, name);
  if (list == nullptr || list->is_null()) return out;
  if (!list->is_array()) return broken("a list of addresses is none");
  if (list->get_array().size() > kDirectoryAddressesMax) {
    return broken("an object has too many addresses");
  }
  for (const boost::json::value& each : list->get_array()) {
    if (!each.is_string()) return broken("an address is no text");
    out.emplace_back(each.get_string());
  }
  return out;
}

Result<DirectoryObject> read_object(const boost::json::value& value) {
  if (!value.is_object()) return broken("an object of the page is none");
  DirectoryObject out;
  out.id = wire::text_member(value, "id");
  if (out.id.empty()) return broken("an object has no id");
  if (wire::member(value, "@removed") != nullptr) {
    out.removed = true;
    return out;
  }
  out.display_name = wire::text_member(value, "displayName");
  out.mail = wire::text_member(value, "mail");
  out.user_principal_name = wire::text_member(value, "userPrincipalName");
  out.user_type = wire::text_member(value, "userType");
  const boost::json::value* shown = wire::member(value, "showInAddressList");
  if (shown != nullptr && shown->is_bool()) out.shown_in_address_lists = shown->get_bool();
  auto proxies = texts(value, "proxyAddresses");
  if (!proxies) return proxies.error();
  out.proxy_addresses = *std::move(proxies);
  auto others = texts(value, "otherMails");
  if (!others) return others.error();
  out.other_mails = *std::move(others);
  return out;
}

}  // namespace

Result<DirectoryPage> decode_directory_page(std::string_view body) {
  wire::JsonLimits limits;
  limits.bytes_max = 8 * 1024 * 1024;
  const auto json = wire::parse_json(body, limits);
  if (!json || !json->is_object()) return broken("the page is no JSON object");
  const boost::json::value* list = wire::member(*json, "value");
  if (list == nullptr || !list->is_array()) return broken("the page has no list of objects");
  if (list->get_array().size() > kDirectoryPageObjectsMax) {
    return broken("the page has too many objects");
  }
  DirectoryPage page;
  for (const boost::json::value& each : list->get_array()) {
    auto object = read_object(each);
    if (!object) return object.error();
    page.objects.push_back(*std::move(object));
  }
  page.next_link = wire::text_member(*json, "@odata.nextLink");
  page.delta_link = wire::text_member(*json, "@odata.deltaLink");
  if (page.next_link.empty() == page.delta_link.empty()) {
    return broken("the page has neither or both of the links that lead on");
  }
  if (page.next_link.size() + page.delta_link.size() > kDirectoryLinkBytesMax) {
    return broken("the link that leads on is too long");
  }
  return page;
}

}  // namespace fb::graph
