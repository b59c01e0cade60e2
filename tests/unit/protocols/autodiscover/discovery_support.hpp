// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "protocols/autodiscover/autodiscover.hpp"
#include "tests/support/golden.hpp"

namespace fb::autodiscover {

inline std::string shown(const model::Result<Discovery>& found) {
  if (!found) return "refused " + test::shown(found.error());
  if (const auto* endpoint = std::get_if<EwsEndpoint>(&*found)) return "endpoint " + endpoint->url;
  if (const auto* address = std::get_if<RedirectToAddress>(&*found))
    return "address " + address->address;
  return "url " + std::get<RedirectToUrl>(*found).url;
}

inline model::SmtpAddress address(std::string_view text) {
  return model::SmtpAddress::parse(text).value();
}

}  // namespace fb::autodiscover
