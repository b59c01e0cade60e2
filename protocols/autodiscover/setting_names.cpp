// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The published names of settings. Those of Exchange's control panel, some forty, go by a pattern.
#include <algorithm>
#include <array>

#include "protocols/autodiscover/server.hpp"

namespace fb::autodiscover {
namespace {

constexpr std::array<std::string_view, 61> kUserSettings{
    "UserDisplayName",
    "UserDN",
    "UserDeploymentId",
    "InternalMailboxServer",
    "InternalRpcClientServer",
    "InternalMailboxServerDN",
    "InternalEwsUrl",
    "InternalEmwsUrl",
    "InternalOABUrl",
    "InternalPhotosUrl",
    "InternalUMUrl",
    "InternalWebClientUrls",
    "MailboxDN",
    "PublicFolderServer",
    "ActiveDirectoryServer",
    "ExternalMailboxServer",
    "ExternalMailboxServerRequiresSSL",
    "ExternalMailboxServerAuthenticationMethods",
    "ExternalEwsUrl",
    "ExternalEmwsUrl",
    "ExternalOABUrl",
    "ExternalPhotosUrl",
    "ExternalUMUrl",
    "ExternalWebClientUrls",
    "CrossOrganizationSharingEnabled",
    "AlternateMailboxes",
    "CasVersion",
    "EwsSupportedSchemas",
    "InternalPop3Connections",
    "ExternalPop3Connections",
    "InternalImap4Connections",
    "ExternalImap4Connections",
    "InternalSmtpConnections",
    "ExternalSmtpConnections",
    "InternalServerExclusiveConnect",
    "ExternalEwsVersion",
    "MobileMailboxPolicy",
    "MobileMailboxPolicyInterop",
    "DocumentSharingLocations",
    "UserMSOnline",
    "InternalMailboxServerAuthenticationMethods",
    "MailboxVersion",
    "SPMySiteHostURL",
    "SiteMailboxCreationURL",
    "InternalRpcHttpServer",
    "InternalRpcHttpConnectivityRequiresSsl",
    "InternalRpcHttpAuthenticationMethod",
    "ExternalServerExclusiveConnect",
    "ExchangeRpcUrl",
    "ShowGalAsDefaultView",
    "AutoDiscoverSMTPAddress",
    "InteropExternalEwsUrl",
    "InteropExternalEwsVersion",
    "PublicFolderInformation",
    "RedirectUrl",
    "EwsPartnerUrl",
    "CertPrincipalName",
    "GroupingInformation",
    "InternalOutlookServiceUrl",
    "ExternalOutlookServiceUrl",
    "MapiHttpEnabled",
};

bool is_control_panel_setting(std::string_view name) {
  const bool has_part = name.starts_with("InternalEcp") || name.starts_with("ExternalEcp");
  return (has_part && name.ends_with("Url")) ||
         (name.starts_with("Ecp") && name.ends_with("UrlFragment"));
}

}  // namespace

bool is_user_setting(std::string_view name) {
  return is_control_panel_setting(name) ||
         std::find(kUserSettings.begin(), kUserSettings.end(), name) != kUserSettings.end();
}

bool is_domain_setting(std::string_view name) {
  return name == "ExternalEwsUrl" || name == "ExternalEwsVersion";
}

}  // namespace fb::autodiscover
