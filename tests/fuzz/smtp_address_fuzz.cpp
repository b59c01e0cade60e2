// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "protocols/model/smtp_address.hpp"
#include "protocols/wire/idna.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

// Whatever is typed: an address is plain lower-case ASCII, reads back as itself, and is the same as
// the plain reader's where both take the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fb;
  const std::string_view typed(reinterpret_cast<const char*>(data), size);
  const auto plain = model::SmtpAddress::parse(typed);
  const auto address = wire::read_smtp_address(typed);
  if (plain) require(address && *address == *plain);
  if (!address) {
    require(address.error().kind() == model::ErrorKind::address_invalid);
    return 0;
  }
  require(is_printable_ascii(address->str()) && address->str().size() <= 320);
  require(std::none_of(address->str().begin(), address->str().end(),
                       [](char c) { return c >= 'A' && c <= 'Z'; }));
  require(model::SmtpAddress::parse(address->str()).value() == *address);
  require(wire::read_smtp_address(address->str()).value() == *address);
  require(std::string(address->local_part()) + "@" + address->domain().str() == address->str());
  return 0;
}
