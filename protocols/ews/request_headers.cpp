// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/request_headers.hpp"

#include <algorithm>
#include <array>

#include "protocols/ews/soap.hpp"

namespace fb::ews {
namespace {

using model::Error;
using model::ErrorKind;

// Each of them names somebody other than the authenticated caller, or more rights than it has.
// Exchange servers send some among themselves; between organisations they have no place.
constexpr std::array<std::string_view, 5> kForbidden{
    "ProxySecurityContext", "SerializedSecurityContext", "ProxyPartnerToken",
    "OpenAsAdminOrSystemService", "ManagementRole"};

// Schemas that know no WorkingElsewhere.
constexpr std::array<std::string_view, 6> kOldVersions{"Exchange2007",     "Exchange2007_SP1",
                                                       "Exchange2009",     "Exchange2010",
                                                       "Exchange2010_SP1", "Exchange2010_SP2"};

// The last two are in no published schema, but exchangelib asks with them.
constexpr std::array<std::string_view, 7> kVersions{
    "Exchange2012", "Exchange2013",     "Exchange2013_SP1", "Exchange2015",
    "Exchange2016", "Exchange2015_SP1", "Exchange2019"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "V2016_10_10": versions since Exchange 2016 are dates, and new ones come without notice.
bool is_dated_version(std::string_view version) {
  constexpr std::string_view kShape = "V0000_00_00";
  return version.size() == kShape.size() &&
         std::equal(version.begin(), version.end(), kShape.begin(), [](char c, char shape) {
           return shape == '0' ? c >= '0' && c <= '9' : c == shape;
         });
}

model::Status read_version(std::string_view version, RequestHeaders& headers) {
  headers.hides_working_elsewhere = is_one_of(kOldVersions, version);
  if (!headers.hides_working_elsewhere && !is_one_of(kVersions, version) &&
      !is_dated_version(version))
    return Error::of(ErrorKind::server_version_invalid,
                     "the Version of RequestServerVersion is not known");
  return {};
}

}  // namespace

model::Result<RequestHeaders> read_request_headers(const pugi::xml_node& header) {
  RequestHeaders headers;
  for (auto node = wire::first_element(header); node; node = wire::next_element(node)) {
    const std::string_view name = wire::local_name(node);
    if (is_one_of(kForbidden, name))
      return Error::of(ErrorKind::access_mode_refused,
                       "the request carries a header that stands for another caller");
    if (name == "ExchangeImpersonation")
      return Error::of(ErrorKind::impersonation_refused, "impersonation is not offered");
    if (name == "RequestServerVersion") {
      if (auto read = read_version(node.attribute("Version").value(), headers); !read)
        return read.error();
    }
    if (name == "TimeZoneContext" && !headers.zone_definition)
      headers.zone_definition = wire::child(node, "TimeZoneDefinition");
  }
  return headers;
}

}  // namespace fb::ews
