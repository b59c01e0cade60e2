// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/openapi_schemas.hpp"

namespace fb::admin {

const std::string_view kOpenapiSchemas = R"json({
"kind": {"enum": ["tenant", "partner", "availability-config", "address-space",
  "organization-relationship", "mailbox", "mail-contact", "mail-user", "guest", "group"]},
"problem": {"type": "object", "required": ["file", "line", "column", "sentence"], "properties": {
  "file": {"type": "string"}, "line": {"type": "integer"}, "column": {"type": "integer"},
  "sentence": {"type": "string"}}},
"error": {"type": "object", "required": ["error"], "properties": {
  "error": {"type": "object", "required": ["code", "message", "problems"], "properties": {
    "code": {"enum": ["unauthenticated", "not-allowed", "not-found", "method-not-allowed", "exists",
      "braked", "conflict", "mistake", "malformed", "too-large", "busy", "storage", "internal"]},
    "message": {"type": "string"},
    "problems": {"type": "array", "items": {"$ref": "#/components/schemas/problem"}}}}}},
"body": {"type": "object", "description": "The keys of the object in the federation file."},
"object": {"type": "object",
  "required": ["kind", "tenant", "tenant_name", "identity", "revision", "origin", "body"],
  "properties": {
  "kind": {"$ref": "#/components/schemas/kind"}, "tenant": {"type": "string"},
  "tenant_name": {"type": "string"}, "identity": {"type": "string"},
  "revision": {"type": "integer"},
  "origin": {"type": "string", "description": "The directory source that it came from."},
  "body": {"$ref": "#/components/schemas/body"}}},
"objects": {"type": "object", "required": ["revision", "objects", "next"], "properties": {
  "revision": {"type": "integer"},
  "objects": {"type": "array", "items": {"$ref": "#/components/schemas/object"}},
  "next": {"type": "string", "description": "The value of after for the next page; empty: none."}}},
"difference": {"type": "object",
  "required": ["kind", "tenant", "tenant_name", "identity", "before", "after"], "properties": {
  "kind": {"$ref": "#/components/schemas/kind"}, "tenant": {"type": "string"},
  "tenant_name": {"type": "string"}, "identity": {"type": "string"},
  "before": {"anyOf": [{"$ref": "#/components/schemas/body"}, {"type": "null"}]},
  "after": {"anyOf": [{"$ref": "#/components/schemas/body"}, {"type": "null"}]}}},
"applied": {"type": "object", "required": ["revision", "differences"], "properties": {
  "revision": {"type": "integer"},
  "differences": {"type": "array", "items": {"$ref": "#/components/schemas/difference"}},
  "dry_run": {"const": true}}},
"verb": {"enum": ["add", "set", "put", "remove"]},
"change": {"type": "object", "required": ["verb", "kind", "tenant"], "properties": {
  "verb": {"$ref": "#/components/schemas/verb"}, "kind": {"$ref": "#/components/schemas/kind"},
  "tenant": {"type": "string"}, "identity": {"type": "string"},
  "body": {"$ref": "#/components/schemas/body"}, "if_revision": {"type": "integer"}}},
"changes": {"type": "object", "required": ["changes"], "properties": {
  "changes": {"type": "array", "items": {"$ref": "#/components/schemas/change"}}}},
"imported": {"type": "object", "required": ["revision", "differences", "changes", "notes"],
  "properties": {
  "revision": {"type": "integer"},
  "differences": {"type": "array", "items": {"$ref": "#/components/schemas/difference"}},
  "dry_run": {"const": true},
  "changes": {"type": "array", "items": {"type": "object",
    "required": ["verb", "kind", "tenant", "tenant_name", "identity", "body"], "properties": {
    "verb": {"$ref": "#/components/schemas/verb"}, "kind": {"$ref": "#/components/schemas/kind"},
    "tenant": {"type": "string"}, "tenant_name": {"type": "string"},
    "identity": {"type": "string"}, "body": {"$ref": "#/components/schemas/body"}}}},
  "notes": {"type": "array", "items": {"type": "object",
    "required": ["object", "outcome", "words"], "properties": {
    "object": {"type": "string"}, "outcome": {"type": "string"}, "words": {"type": "string"}}}}}},
"history": {"type": "object", "required": ["entries", "next"], "properties": {
  "entries": {"type": "array", "items": {"type": "object",
    "required": ["kind", "tenant", "tenant_name", "identity", "before", "after", "revision", "at",
      "actor", "via", "verb"], "properties": {
    "kind": {"$ref": "#/components/schemas/kind"}, "tenant": {"type": "string"},
    "tenant_name": {"type": "string"}, "identity": {"type": "string"},
    "before": {"anyOf": [{"$ref": "#/components/schemas/body"}, {"type": "null"}]},
    "after": {"anyOf": [{"$ref": "#/components/schemas/body"}, {"type": "null"}]},
    "revision": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
    "actor": {"type": "string"}, "via": {"type": "string"},
    "verb": {"$ref": "#/components/schemas/verb"}}}},
  "next": {"type": ["integer", "null"], "description": "The value of before for the next page."}}},
"backup_wish": {"type": "object", "required": ["name"], "properties": {
  "name": {"type": "string", "description": "A file name without a folder."}}},
"backup": {"type": "object", "required": ["file", "bytes"], "properties": {
  "file": {"type": "string"}, "bytes": {"type": "integer"}}},
"pair": {"type": "object",
  "required": ["from", "to", "path", "verdict", "enabled_by_operator", "source"], "properties": {
  "from": {"type": "string"}, "to": {"type": "string"},
  "path": {"$ref": "#/components/schemas/path"}, "verdict": {"type": "string"},
  "enabled_by_operator": {"type": "boolean"}, "source": {"type": "string"}}},
"path": {"enum": ["availability-address-space", "organization-relationship"]},
"cloud": {"type": "object",
  "required": ["name", "title", "authority", "login_host", "issuers", "graph_host", "ews_host",
    "aas_service_host", "autodiscover_host", "delegation_tokens", "ews_end"], "properties": {
  "name": {"type": "string"}, "title": {"type": "string"}, "authority": {"type": "string"},
  "login_host": {"type": "string"}, "issuers": {"type": "array", "items": {"type": "string"}},
  "graph_host": {"type": "string"}, "ews_host": {"type": "string"},
  "aas_service_host": {"type": "string"}, "autodiscover_host": {"type": "string"},
  "delegation_tokens": {"type": "boolean"}, "ews_end": {"type": "string"},
  "pairs": {"type": "array", "items": {"$ref": "#/components/schemas/pair"}}}},
"clouds": {"type": "object", "required": ["clouds", "pairs"], "properties": {
  "clouds": {"type": "array", "items": {"$ref": "#/components/schemas/cloud"}},
  "pairs": {"type": "array", "items": {"$ref": "#/components/schemas/pair"}}}},
"directory_sources": {"type": "object", "required": ["directory_sources"], "properties": {
  "directory_sources": {"type": "array", "items": {"type": "object",
    "required": ["tenant", "tenant_name", "name", "kind", "every_s", "running", "failed",
      "last_run", "outcome", "next_run", "next_run_full"], "properties": {
    "tenant": {"type": "string"}, "tenant_name": {"type": "string"}, "name": {"type": "string"},
    "kind": {"enum": ["csv", "ldap", "graph"]}, "every_s": {"type": "integer"},
    "running": {"type": "boolean"}, "failed": {"type": "boolean"},
    "last_run": {"type": ["string", "null"], "format": "date-time"},
    "outcome": {"type": ["string", "null"]},
    "next_run": {"type": ["string", "null"], "format": "date-time"},
    "next_run_full": {"type": "boolean"}}}}}},
"run_wish": {"type": "object", "properties": {
  "dry_run": {"type": "boolean"}, "full": {"type": "boolean"},
  "confirm": {"type": "boolean", "description": "Whatever it removes."}}},
"run": {"type": "object",
  "required": ["revision", "added", "changed", "removed", "unchanged", "skipped", "skipped_count",
    "differences"], "properties": {
  "revision": {"type": "integer"}, "added": {"type": "integer"}, "changed": {"type": "integer"},
  "removed": {"type": "integer"}, "unchanged": {"type": "integer"},
  "skipped": {"type": "array", "items": {"type": "string"}},
  "skipped_count": {"type": "integer"},
  "differences": {"type": "array", "items": {"$ref": "#/components/schemas/difference"}},
  "dry_run": {"const": true}}},
"question": {"type": "object", "required": ["from", "to"], "properties": {
  "from": {"type": "string"}, "to": {"type": "string"},
  "path": {"anyOf": [{"$ref": "#/components/schemas/path"}, {"type": "null"}]}}},
"reason": {"type": "object", "required": ["code", "cause", "fix"], "properties": {
  "code": {"type": "string"}, "cause": {"type": "string"}, "fix": {"type": "string"}}},
"reasons": {"type": "object", "required": ["reasons"], "properties": {
  "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/reason"}}}},
"explanation": {"type": "object",
  "required": ["outcome", "path", "level", "rule", "steps", "reason"], "properties": {
  "outcome": {"enum": ["allowed", "refused"]}, "path": {"type": "string"},
  "level": {"type": "string"}, "rule": {"type": "string"},
  "steps": {"type": "array", "items": {"type": "object",
    "required": ["what", "verdict", "rule", "object", "words"], "properties": {
    "what": {"type": "string"},
    "verdict": {"enum": ["passed", "refused", "chosen", "not-a-candidate", "note"]},
    "rule": {"type": "string"}, "object": {"type": "string"}, "words": {"type": "string"}}}},
  "reason": {"anyOf": [{"$ref": "#/components/schemas/reason"}, {"type": "null"}]},
  "answer": {"type": "object", "required": ["ok", "entries", "level", "took_us", "error"],
    "properties": {
    "ok": {"type": "boolean"}, "entries": {"type": "integer"},
    "level": {"type": ["string", "null"]}, "took_us": {"type": "integer"},
    "error": {"type": ["object", "null"], "required": ["kind", "rule", "detail", "peer_text"],
      "properties": {
      "kind": {"type": "string"}, "rule": {"type": "string"}, "detail": {"type": "string"},
      "peer_text": {"type": "string"}}}}}}},
"asked": {"type": "object", "required": ["forward", "backward"], "properties": {
  "forward": {"$ref": "#/components/schemas/explanation"},
  "backward": {"$ref": "#/components/schemas/explanation"}}},
"credential": {"type": "object", "required": ["authorization"], "properties": {
  "authorization": {"type": "string", "description": "The value of an Authorization header."}}},
"examination": {"type": "object",
  "required": ["outcome", "kind", "caller", "tenant", "words", "reason", "claims"], "properties": {
  "outcome": {"enum": ["accepted", "refused"]}, "kind": {"type": "string"},
  "caller": {"type": "string"}, "tenant": {"type": ["string", "null"]},
  "words": {"type": "string"},
  "reason": {"anyOf": [{"$ref": "#/components/schemas/reason"}, {"type": "null"}]},
  "claims": {"type": "array", "items": {"type": "object", "required": ["name", "value"],
    "properties": {"name": {"type": "string"}, "value": {"type": "string"}}}}}},
"status": {"type": "object",
  "required": ["gateway", "version", "revision", "generation", "ready", "tenants", "account"],
  "properties": {
  "gateway": {"type": "string"}, "version": {"type": "string"}, "revision": {"type": "integer"},
  "generation": {"type": "integer"}, "ready": {"type": "boolean"},
  "tenants": {"type": "array", "items": {"type": "object", "required": ["tenant", "name", "cloud"],
    "properties": {"tenant": {"type": "string"}, "name": {"type": "string"},
    "cloud": {"type": "string"}}}},
  "account": {"type": "object", "required": ["name", "grants"], "properties": {
    "name": {"type": "string"}, "grants": {"type": "array", "items": {"type": "string"}}}}}}
})json";

}  // namespace fb::admin
