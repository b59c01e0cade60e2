// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of request that real clients are known to send, and every question of our own
// client, as our server reads them.
#include "protocols/ews/names.hpp"
#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {
namespace {

std::string shown(const AvailabilityCall& call) {
  std::string out;
  for (const model::AskedMailbox& mailbox : call.request.mailboxes) {
    out += "mailbox " + mailbox.as_written;
    if (!mailbox.address) out += " is " + test::shown(mailbox.address.error());
    if (mailbox.address && mailbox.address->str() != mailbox.as_written)
      out += " is " + mailbox.address->str();
    out += "\n";
  }
  const model::TimeWindow& window = call.request.window;
  out += "window " + text(window.begin()) + " " + text(window.end()) + "\n";
  out += "slot " + std::to_string(call.request.slot.length().count()) + "\n";
  out += "view " + std::string(name_in(kViews, call.presentation.view)) + "\n";
  const wire::Zone& zone = call.presentation.zone;
  const auto offset = [&](model::UtcTime at) {
    return std::to_string(std::chrono::floor<std::chrono::minutes>(zone.offset_at(at)).count());
  };
  out += "local " + offset(window.begin()) + " " + offset(window.end()) + "\n";
  if (call.presentation.hides_working_elsewhere) out += "an old schema\n";
  if (call.suggestions) out += "suggestions too\n";
  return out;
}

std::string shown(const ServerTimeZonesCall& call) {
  std::string out = call.full ? "zones with rules\n" : "zones by name\n";
  for (const std::string& id : call.ids) out += "zone " + id + "\n";
  return out;
}

std::string shown(const model::Result<Call>& call) {
  if (!call) return "refused " + test::shown(call.error()) + "\n";
  return std::visit([](const auto& asked) { return shown(asked); }, *call);
}

void expect_means(std::string_view folder, std::size_t at_least) {
  const auto pairs = test::golden_pairs(folder);
  EXPECT_GE(pairs.size(), at_least);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(shown(decode_call(pair.message)), pair.without({}));
  }
}

TEST(GoldenRequests, MeanWhatTheirClientsMean) { expect_means("ews/requests", 40); }

TEST(GoldenRequests, OurOwnQuestionsMeanWhatWasAsked) { expect_means("ews/questions", 6); }

}  // namespace
}  // namespace fb::ews
