-- SPDX-License-Identifier: Apache-2.0
-- Each request registers a draft of a partnership. Environment: ACCORD_TOKEN.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("ACCORD_TOKEN")
wrk.body = [[{"title":"Clean water for lake schools","summary":"Wells and filters at primary schools around the lake.",
"sector":"water","scope":"regional","purposes":["operational-delivery"],"countries":["KE","UG"],"starts":"2024-03",
"partners":[{"name":"governments of the region","kind":"state","role":"Provide the land"},
{"name":"local communities","kind":"community","role":"Build and keep the wells"}]}]]
