// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/reasons.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "protocols/model/letter_case.hpp"

namespace fb::policy {
namespace {

// The number that Microsoft's code puts behind a message to say where it comes from.
struct KnownLid {
  std::uint32_t lid;
  std::string_view code;
};

constexpr KnownLid kLids[] = {
    {47932, "exchange.no_configuration"},
    {59916, "exchange.security_tokens"},
    {33676, "exchange.autodiscover_user_setting"},
    {47652, "exchange.no_access"},
    {44348, "exchange.no_access"},
    {40764, "exchange.no_access"},
    {39660, "exchange.second_hop"},
    {43404, "exchange.slow"},
    {54796, "exchange.too_many_entries"},
};

// A part of a documented message, in lower case. The first that fits counts, so what is more exact
// stands first.
struct KnownText {
  std::string_view part;
  std::string_view code;
};

constexpr KnownText kTexts[] = {
    {"could not be found in active directory", "exchange.no_configuration"},
    {"verifying security for the message", "exchange.security_verification"},
    {"processing the security tokens", "exchange.security_tokens"},
    {"user-context in the token is ambiguous", "exchange.user_ambiguous"},
    {"2000005", "exchange.user_ambiguous"},
    {"user-context in the token does not exist", "exchange.user_missing"},
    {"hostname component of the audience", "exchange.invalid_resource"},
    {"unable to connect to the remote server", "exchange.cannot_connect"},
    {"forcibly closed", "exchange.connection_closed"},
    {"gateway timeout", "exchange.gateway_timeout"},
    {"externalewsurl", "exchange.autodiscover_user_setting"},
    {"crossorganizationproxynotallowed", "exchange.second_hop"},
    {"requester is from a different organization", "exchange.second_hop"},
    {"nofreebusyaccess", "exchange.no_access"},
    {"does not have access to free/busy", "exchange.no_access"},
    {"missing signing certificate", "exchange.signing_certificate"},
    {"missing a linked account", "exchange.linked_account"},
    {"member name is either invalid or empty", "exchange.sts_member_name"},
    {"stored passwords do not match", "exchange.sts_user"},
    {"password has to be changed", "exchange.sts_user"},
    {"password for the account has expired", "exchange.sts_user"},
    {"provision is needed", "exchange.sts_user"},
    {"waiting-for-request-completion", "exchange.slow"},
    {"too many calendar entries", "exchange.too_many_entries"},
    {"work hours start time", "exchange.working_hours"},
    {"invalid signature", "exchange.invalid_signature"},
    {"aadsts70002", "exchange.client_key"},
    {"aadsts50012", "exchange.client_key"},
    {"not well-formed xml", "exchange.not_xml"},
    {"extsts.srf", "exchange.sts_unreachable"},
    {"remote name could not be resolved", "exchange.name_not_resolved"},
    {"8004010f", "exchange.autodiscover_general"},
    {"object moved", "exchange.moved"},
    {"ssl/tls secure channel", "exchange.tls"},
    {"503 service unavailable", "exchange.unavailable"},
    {"service unavailable", "exchange.unavailable"},
    {"cross-tenant access denied", "exchange.xtap_denied"},
    {"getschedule is not supported for domain", "exchange.domain_not_supported"},
    {"autodiscover failed", "exchange.autodiscover_404"},
    {"401 unauthorized", "exchange.autodiscover_401"},
    {"404 not found", "exchange.autodiscover_404"},
    {"errornofreebusyaccess", "exchange.no_access"},
    {"2000000", "exchange.invalid_signature"},
};

std::uint32_t lid_in(std::string_view lower) {
  const std::size_t at = lower.find("lid");
  if (at == lower.npos) return 0;
  std::uint32_t lid = 0;
  for (const char c : lower.substr(at + 3)) {
    if (c >= '0' && c <= '9' && lid < 100'000'000) {
      lid = lid * 10 + static_cast<std::uint32_t>(c - '0');
    } else if (lid != 0 || (c != ':' && c != ' ')) {
      break;
    }
  }
  return lid;
}

const Reason* exact(std::string_view code) {
  for (const auto rows : {reasons_of_sharing(), reasons_of_credentials(), reasons_of_peers()}) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Reason& row) { return row.code == code; });
    if (found != rows.end()) return &*found;
  }
  return nullptr;
}

void add_rows(std::string& page, std::string_view title, std::span<const Reason> rows) {
  page.append("\n## ").append(title).append("\n\n| code | cause | what to do |\n|---|---|---|\n");
  for (const Reason& row : rows) {
    page.append("| `").append(row.code).append("` | ").append(row.cause).append(" | ");
    page.append(row.fix).append(" |\n");
  }
}

}  // namespace

// "pft.actor.expired": what a token of a PFT has wrong is a check of PFT or of any token.
const Reason* reason(std::string_view code) {
  if (const Reason* const found = exact(code)) return found;
  constexpr std::array<std::string_view, 4> kCarriers{"pft.actor.", "pft.access.", "pft.", "s2s."};
  for (const std::string_view carrier : kCarriers) {
    if (!code.starts_with(carrier)) continue;
    const std::string check(code.substr(carrier.size()));
    if (const Reason* const found = exact("pft." + check)) return found;
    if (const Reason* const found = exact("bearer." + check)) return found;
  }
  return nullptr;
}

std::string_view reason_of_peer_text(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = model::lower(c);
  if (const std::uint32_t lid = lid_in(lower)) {
    for (const KnownLid& known : kLids) {
      if (known.lid == lid) return known.code;
    }
  }
  for (const KnownText& known : kTexts) {
    if (lower.find(known.part) != lower.npos) return known.code;
  }
  return {};
}

std::string_view reason_code(const model::Error& error) {
  if (const Reason* const found = reason(error.rule())) return found->code;
  if (const std::string_view meant = reason_of_peer_text(error.peer_text()); !meant.empty()) {
    return meant;
  }
  return model::facts(error.kind()).name;
}

std::string reasons_page() {
  std::string page =
      "# Reasons\n\n"
      "Why a look-up failed: the codes that `freebusyctl explain`, `freebusyctl test`, the log and "
      "the admin API give.\nCodes are stable. `freebusyctl reason CODE` prints one of these rows. "
      "The checks of Bearer tokens (`bearer.*`) are also\nthose of the tokens inside `pft.*` and "
      "`s2s.*`.\n\nThis page is made from the program.\n";
  add_rows(page, "Sharing: directory, paths, consent", reasons_of_sharing());
  add_rows(page, "Credentials that come in", reasons_of_credentials());
  add_rows(page, "Other sides and the way to them", reasons_of_peers());
  page.append("\n## Exchange's own words\n\n| message contains | LID | code |\n|---|---|---|\n");
  for (const KnownLid& known : kLids) {
    page.append("| | ").append(std::to_string(known.lid)).append(" | `");
    page.append(known.code).append("` |\n");
  }
  for (const KnownText& known : kTexts) {
    page.append("| ").append(known.part).append(" | | `").append(known.code).append("` |\n");
  }
  return page;
}

}  // namespace fb::policy
