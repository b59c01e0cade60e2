// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/autodiscover/peer_answer.hpp"

#include <algorithm>
#include <array>

#include "protocols/wire/idna.hpp"

namespace fb::autodiscover {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

struct Meaning {
  std::string_view code;
  ErrorKind kind;
};

// Codes of all three dialects. The numbers are those of POX: 500 is Exchange's word for an address
// that it does not know, 501 that of other servers.
constexpr std::array<Meaning, 24> kMeanings{{
    {"InvalidUser", ErrorKind::peer_recipient_unknown},
    {"UserNotFound", ErrorKind::peer_recipient_unknown},
    {"500", ErrorKind::peer_recipient_unknown},
    {"501", ErrorKind::peer_recipient_unknown},
    {"ServerBusy", ErrorKind::peer_throttled},
    {"ErrorServerBusy", ErrorKind::peer_throttled},
    {"ErrorExceededConnectionCount", ErrorKind::peer_throttled},
    {"InvalidDomain", ErrorKind::peer_broken},
    {"InvalidRequest", ErrorKind::peer_broken},
    {"InvalidSetting", ErrorKind::peer_broken},
    {"SettingIsNotAvailable", ErrorKind::peer_broken},
    {"NotFederated", ErrorKind::peer_broken},
    {"InternalServerError", ErrorKind::peer_broken},
    {"ActionNotSupported", ErrorKind::peer_broken},
    {"InvalidSecurity", ErrorKind::peer_refused_us},
    {"InvalidSecurityToken", ErrorKind::peer_refused_us},
    {"FailedAuthentication", ErrorKind::peer_refused_us},
    {"FailedCheck", ErrorKind::peer_refused_us},
    {"600", ErrorKind::peer_broken},
    {"601", ErrorKind::peer_broken},
    {"603", ErrorKind::peer_broken},
    {"ProtocolNotSupported", ErrorKind::peer_broken},
    {"MissingProtocol", ErrorKind::peer_broken},
    {"MandatoryParameterMissing", ErrorKind::peer_broken},
}};

bool is_url_text(std::string_view url) {
  return !url.empty() && url.size() <= kUrlBytesMax &&
         std::all_of(url.begin(), url.end(), [](char c) {
           return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\';
         });
}

}  // namespace

Error broken_answer(const char* detail) { return Error::of(ErrorKind::peer_broken, detail); }

Error error_of_code(std::string_view code, std::string_view peer_text) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.code == code)
      return Error::from_peer(meaning.kind, "the peer answered " + std::string(code), peer_text);
  }
  return Error::from_peer(ErrorKind::peer_broken, "the peer answered with an error", peer_text);
}

Result<Discovery> endpoint_at(std::string_view url) {
  if (!is_url_text(url)) return broken_answer("the peer's EWS URL is no URL");
  return Discovery(EwsEndpoint{std::string(url)});
}

Result<Discovery> redirect_to_url(std::string_view url) {
  if (!is_url_text(url)) return broken_answer("the peer redirects to what is no URL");
  return Discovery(RedirectToUrl{std::string(url)});
}

Result<Discovery> redirect_to_address(std::string_view address) {
  const auto read = wire::read_smtp_address(address);
  if (!read) return broken_answer("the peer redirects to what is no mail address");
  return Discovery(RedirectToAddress{read->str()});
}

}  // namespace fb::autodiscover
