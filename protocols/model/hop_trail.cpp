// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/hop_trail.hpp"

#include <algorithm>

namespace fb::model {
namespace {

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > HopTrail::kIdBytesMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

Result<HopTrail> HopTrail::parse(std::string_view header) {
  HopTrail trail;
  for (bool more = !header.empty(); more;) {
    const std::size_t comma = header.find(',');
    const std::string_view id = trim(header.substr(0, comma));
    if (!is_id(id) || trail.ids_.size() == kHopsMax) {
      return Error::of(ErrorKind::malformed_request,
                       "the gateway hop header is not a short list of gateway ids");
    }
    trail.ids_.emplace_back(id);
    more = comma != std::string_view::npos;
    if (more) header.remove_prefix(comma + 1);
  }
  return trail;
}

bool HopTrail::contains(std::string_view id) const {
  return std::find(ids_.begin(), ids_.end(), id) != ids_.end();
}

HopTrail HopTrail::with(std::string_view id) const {
  HopTrail longer = *this;
  longer.ids_.emplace_back(id);
  return longer;
}

std::string HopTrail::str() const {
  std::string out;
  for (const std::string& id : ids_) {
    if (!out.empty()) out += ", ";
    out += id;
  }
  return out;
}

}  // namespace fb::model
