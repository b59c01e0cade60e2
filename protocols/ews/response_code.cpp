// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/ews.hpp"

namespace fb::ews {

// Every name is of the published ResponseCodeType: clients refuse a whole answer over an unknown
// one. Numbers are those that are publicly known.
ResponseCode response_code(model::ErrorKind kind) {
  using K = model::ErrorKind;
  switch (kind) {
    case K::endpoint_not_found:
    case K::method_not_allowed:
    case K::content_coding_unknown:
    case K::malformed_request:
    case K::unknown_operation:
      return {"ErrorInvalidRequest", "InvalidRequestException", 0};
    case K::body_too_large:
      return {"ErrorRequestStreamTooBig", "RequestStreamTooBigException", 0};
    case K::request_too_slow:
    case K::deadline_passed:
      return {"ErrorTimeoutExpired", "TimeoutExpiredException", 0};
    case K::unauthenticated:
    case K::attempts_exhausted:
      return {"ErrorAccessDenied", "AccessDeniedException", 0};
    case K::schema_violation:
      return {"ErrorSchemaValidation", "SchemaValidationException", 0};
    case K::server_version_invalid:
      return {"ErrorInvalidServerVersion", "InvalidServerVersionException", 0};
    case K::mailbox_list_empty:
      return {"ErrorMailboxDataArrayEmpty", "MailboxDataArrayEmptyException", 0};
    case K::mailbox_list_too_long:
      return {"ErrorMailboxDataArrayTooBig", "MailboxDataArrayTooBigException", 5002};
    case K::window_invalid:
      return {"ErrorInvalidTimeInterval", "InvalidTimeIntervalException", 0};
    case K::window_too_long:
      return {"ErrorTimeIntervalTooBig", "TimeIntervalTooBigException", 0};
    case K::interval_invalid:
      return {"ErrorInvalidMergedFreeBusyInterval", "InvalidMergedFreeBusyIntervalException", 0};
    case K::view_invalid:
      return {"ErrorInvalidFreeBusyViewType", "InvalidFreeBusyViewTypeException", 0};
    case K::time_zone_invalid:
      return {"ErrorTimeZone", "TimeZoneException", 0};
    case K::impersonation_refused:
      return {"ErrorImpersonateUserDenied", "ImpersonateUserDeniedException", 0};
    case K::server_busy:
      return {"ErrorServerBusy", "ServerBusyException", 0};
    case K::internal:
      return {"ErrorInternalServerError", "InternalServerErrorException", 0};
    case K::address_invalid:
      return {"ErrorInvalidSmtpAddress", "InvalidSmtpAddressException", 5035};
    case K::recipient_unknown:
    case K::recipient_ambiguous:
    case K::peer_recipient_unknown:
      return {"ErrorMailRecipientNotFound", "MailRecipientNotFoundException", 5009};
    case K::no_path:
      return {"ErrorAddressSpaceNotFound", "AddressSpaceNotFoundException", 0};
    case K::relationship_free_busy_off:
      return {"ErrorInvalidOrganizationRelationshipForFreeBusy",
              "InvalidOrganizationRelationshipForFreeBusyException", 0};
    case K::no_access:
    case K::peer_no_access:
      return {"ErrorNoFreeBusyAccess", "NoFreeBusyAccessException", 5037};
    case K::access_mode_refused:
    case K::pair_refused:
    case K::second_hop:
    case K::asked_back:
    case K::peer_request_not_allowed:
      return {"ErrorProxyRequestNotAllowed", "ProxyRequestNotAllowedException", 0};
    case K::discovery_failed:
      return {"ErrorServiceDiscoveryFailed", "ServiceDiscoveryFailedException", 5021};
    case K::token_unavailable:
    case K::peer_unreachable:
    case K::peer_throttled:
    case K::peer_broken:
    case K::peer_refused_us:
      return {"ErrorProxyRequestProcessingFailed", "ProxyWebRequestProcessingException", 0};
    case K::result_too_big:
      return {"ErrorResultSetTooBig", "ResultSetTooBigException", 0};
    case K::group_too_big:
      return {"ErrorFreeBusyDLLimitReached", "FreeBusyDLLimitReachedException", 0};
  }
  return {"ErrorInternalServerError", "InternalServerErrorException", 0};
}

}  // namespace fb::ews
