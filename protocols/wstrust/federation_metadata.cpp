// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/federation_metadata.hpp"

#include <algorithm>
#include <pugixml.hpp>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::wstrust {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;
using wire::first_element;
using wire::next_element;

constexpr wire::XmlLimits kLimits{FederationMetadata::kBytesMax, 32, 20'000};
constexpr std::string_view kMetadata2 = "urn:oasis:names:tc:SAML:2.0:metadata";
constexpr std::string_view kFederation2006 = "http://schemas.xmlsoap.org/ws/2006/12/federation";
constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";

Error broken(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail));
}

bool is(const pugi::xml_node& node, std::string_view local, std::string_view ns) {
  return wire::local_name(node) == local && wire::namespace_of(node) == ns;
}

// "fed:SecurityTokenServiceType": the type's own name, whatever the prefix.
bool is_token_service(const pugi::xml_node& role) {
  for (const pugi::xml_attribute& attribute : role.attributes()) {
    const std::string_view name = attribute.name();
    if (name.substr(name.find(':') + 1) != "type" || name.find(':') == std::string_view::npos) {
      continue;
    }
    const std::string prefix = "xmlns:" + std::string(name.substr(0, name.find(':')));
    std::string_view bound;
    for (pugi::xml_node at = role; at && bound.empty(); at = at.parent()) {
      bound = at.attribute(prefix.c_str()).value();
    }
    const std::string_view value = attribute.value();
    if (bound == kInstance && value.substr(value.find(':') + 1) == "SecurityTokenServiceType") {
      return true;
    }
  }
  return false;
}

Status add_name(std::string_view name, FederationIssuer& issuer) {
  if (name.empty()) return {};
  if (name.size() > FederationMetadata::kNameBytesMax)
    return broken("an issuer's name is too long");
  if (issuer.names.size() == FederationMetadata::kNamesMax) {
    return broken("an issuer has too many names");
  }
  issuer.names.emplace_back(name);
  return {};
}

Status add_certificate(const pugi::xml_node& node, FederationIssuer& issuer) {
  std::string text(wire::text_of(node));
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  auto der = wire::read_base64(text);
  if (!der || der->empty()) return broken("a certificate is no base64");
  if (der->size() > FederationMetadata::kCertificateBytesMax) {
    return broken("a certificate is too large");
  }
  auto& all = issuer.certificates;
  if (std::find(all.begin(), all.end(), *der) != all.end()) return {};
  if (all.size() == FederationMetadata::kCertificatesMax) {
    return broken("an issuer has too many certificates");
  }
  all.push_back(std::move(*der));
  return {};
}

// Every X509Certificate of the KeyInfo or token reference. The depth is bounded by the reader.
Status add_certificates_below(const pugi::xml_node& parent, FederationIssuer& issuer) {
  for (auto node = first_element(parent); node; node = next_element(node)) {
    const Status added = is(node, "X509Certificate", kSignature)
                             ? add_certificate(node, issuer)
                             : add_certificates_below(node, issuer);
    if (!added) return added;
  }
  return {};
}

Result<FederationIssuer> read_entity(const pugi::xml_node& entity) {
  FederationIssuer issuer;
  if (Status added = add_name(entity.attribute("entityID").value(), issuer); !added) {
    return added.error();
  }
  for (auto role = first_element(entity); role; role = next_element(role)) {
    if (!is(role, "RoleDescriptor", kMetadata2) || !is_token_service(role)) continue;
    for (auto key = first_element(role); key; key = next_element(key)) {
      if (!is(key, "KeyDescriptor", kMetadata2)) continue;
      const std::string_view use = key.attribute("use").value();
      if (!use.empty() && use != "signing") continue;
      if (Status added = add_certificates_below(key, issuer); !added) return added.error();
    }
  }
  return issuer;
}

Result<FederationIssuer> read_federation(const pugi::xml_node& federation) {
  FederationIssuer issuer;
  if (Status added = add_name(federation.attribute("FederationID").value(), issuer); !added) {
    return added.error();
  }
  for (auto node = first_element(federation); node; node = next_element(node)) {
    if (is(node, "IssuerNamesOffered", kFederation2006)) {
      for (auto name = first_element(node); name; name = next_element(name)) {
        if (!is(name, "IssuerName", kFederation2006)) continue;
        if (Status added = add_name(name.attribute("Uri").value(), issuer); !added) {
          return added.error();
        }
      }
    } else if (is(node, "TokenSigningKeyInfo", kFederation2006)) {
      if (Status added = add_certificates_below(node, issuer); !added) return added.error();
    }
  }
  return issuer;
}

Result<FederationMetadata> read_all(const pugi::xml_node& root, std::string_view local,
                                    std::string_view ns,
                                    Result<FederationIssuer> (*read)(const pugi::xml_node&)) {
  FederationMetadata metadata;
  const bool single = is(root, local, ns);
  for (auto node = single ? root : first_element(root); node; node = next_element(node)) {
    if (!is(node, local, ns)) continue;
    auto issuer = read(node);
    if (!issuer) return issuer.error();
    if (issuer->certificates.empty()) continue;
    if (metadata.issuers.size() == FederationMetadata::kIssuersMax) {
      return broken("the metadata holds too many issuers");
    }
    metadata.issuers.push_back(std::move(*issuer));
  }
  if (metadata.issuers.empty()) return broken("the metadata has no certificate that signs tokens");
  return metadata;
}

}  // namespace

Result<FederationMetadata> FederationMetadata::read(std::string_view xml) {
  const auto document = wire::XmlDocument::parse(xml, kLimits);
  if (!document) return broken("the metadata is no XML within the limits");
  const pugi::xml_node root = document->root();
  if (is(root, "EntityDescriptor", kMetadata2) || is(root, "EntitiesDescriptor", kMetadata2)) {
    return read_all(root, "EntityDescriptor", kMetadata2, read_entity);
  }
  if (is(root, "FederationMetadata", kFederation2006) || is(root, "Federation", kFederation2006)) {
    return read_all(root, "Federation", kFederation2006, read_federation);
  }
  return broken("the document is no federation metadata");
}

}  // namespace fb::wstrust
