// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/http_client.hpp"

#include <boost/beast/core/string.hpp>

namespace fb::net {

std::string_view HttpResponse::header(std::string_view name) const {
  for (const HttpHeader& candidate : headers) {
    if (boost::beast::iequals(candidate.name, name)) return candidate.value;
  }
  return {};
}

}  // namespace fb::net
