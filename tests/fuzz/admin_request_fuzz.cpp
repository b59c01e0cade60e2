// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The first line is a path with its query, the rest a body. Whatever the route, its parts come back
// from the encoded path; whatever the body, the text made of it is TOML that says the same, so
// nothing in a value becomes a key or a table.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>

#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/json_body.hpp"
#include "protocols/wire/percent.hpp"

namespace {

constexpr std::size_t kBodyBytesMax = 64 * 1024;

void check_route(std::string_view target) {
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  for (const std::string_view method : {"GET", "POST", "PATCH"}) {
    const auto found = fb::admin::find_route(method, path);
    if (found.row == nullptr) continue;
    std::string again(fb::admin::kBasePath);
    std::string_view pattern = found.row->path;
    for (const std::string& segment : found.segments) {
      const std::size_t open = pattern.find('{');
      again += pattern.substr(0, open);
      fb::wire::append_percent_encoded(segment, "", again);
      pattern.remove_prefix(pattern.find('}') + 1);
    }
    again += pattern;
    const auto same = fb::admin::find_route(method, again);
    const bool too_long = again.size() > fb::admin::kPathBytesMax;
    if (!too_long && (same.row != found.row || same.segments != found.segments)) std::abort();
    if (mark < target.size()) {
      static_cast<void>(fb::admin::Query::parse(target.substr(mark + 1), found.row->query));
    }
  }
}

void check_body(std::string_view text) {
  const auto object = fb::admin::json_object_of(text, kBodyBytesMax);
  if (!object) return;
  const auto toml = fb::admin::toml_of_body(*object);
  if (!toml) return;
  // An empty text reads as an empty object, and so has every other text to read as what it is.
  boost::system::error_code failed;
  const auto back = boost::json::parse(fb::config::json_of_body(*toml), failed);
  if (failed || !back.is_object() || back.get_object().size() != object->size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  check_route(text.substr(0, line));
  check_body(text.substr(std::min(line + 1, text.size())));
  return 0;
}
