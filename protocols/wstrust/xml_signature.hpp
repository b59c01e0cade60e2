// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a ds:Signature says of itself, before anything is verified: with which algorithms, over
// what, and by which token's key. One that covers more than one thing is not read: there would be
// two answers to the question what it vouches for.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"

namespace fb::wstrust {

inline constexpr std::size_t kSignatureBytesMax = 1024;
inline constexpr std::size_t kTransformsMax = 4;

struct SignatureShape {
  std::string canonicalization{};
  std::string method{};
  bool has_method_part = false;  // something inside SignatureMethod: a length to cut to, or worse
  std::string reference{};       // the URI of the one Reference, as written
  std::vector<std::string> transforms{};
  std::string digest{};
  std::string value{};  // bytes
  // Of KeyInfo/SecurityTokenReference: the id behind the '#' of a Reference, or the text of a
  // KeyIdentifier. Empty where there is no such KeyInfo.
  std::string token{};
};

// malformed_request where it is not of that form, or carries an Object.
model::Result<SignatureShape> read_signature(const pugi::xml_node& signature);

}  // namespace fb::wstrust
