// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "protocols/ics/ics.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Whatever stands in a file: it is refused with a place in our words, or its blocks are in order
// and touch the window, and a wider window has them too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fb;
  static const wire::Zone owner = wire::Zone::named("Europe/Berlin").value();
  ics::Limits limits;
  limits.components_max = 100;
  limits.expansions_max = 2000;
  const auto calendar = ics::Calendar::parse(
      std::string_view(reinterpret_cast<const char*>(data), size), owner, limits);
  if (!calendar) {
    require(!calendar.error().detail().empty());
    return 0;
  }
  const model::UtcTime begin = std::chrono::sys_days{std::chrono::May / 1 / 2031};
  const auto window = model::TimeWindow::make(begin, begin + std::chrono::days(31)).value();
  const auto blocks = calendar->blocks(window);
  if (!blocks) {
    require(blocks.error().kind() == model::ErrorKind::result_too_big);
    return 0;
  }
  require(blocks->size() <= limits.blocks_max);
  for (std::size_t i = 0; i < blocks->size(); ++i) {
    const model::BusyBlock& block = (*blocks)[i];
    require(block.begin <= block.end && window.touches(block.begin, block.end));
    require(i == 0 || (*blocks)[i - 1].begin <= block.begin);
  }
  const auto wider = calendar->blocks(
      model::TimeWindow::make(begin - std::chrono::days(3), begin + std::chrono::days(34)).value());
  require(!wider || wider->size() >= blocks->size());
  return 0;
}
