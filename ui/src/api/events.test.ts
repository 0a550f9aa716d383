import { expect, it } from "vitest";

import type { Event } from "../contract/contract";
import { EventOrder } from "./events";

const stale: Event = { kind: "stale", mailbox: null, tag: "app", ids: null };

function heard(play: (order: EventOrder) => void): string[] {
  const kinds: string[] = [];
  const order = new EventOrder((event) => kinds.push(event.kind));
  play(order);
  return kinds;
}

it("delivers events in their order", () => {
  const kinds = heard((order) => {
    order.start(4);
    order.accept({ seq: 5, event: stale });
    order.accept({ seq: 6, event: { kind: "problem", problem: { code: "internal", params: {}, report_id: "" } } });
  });
  expect(kinds).toEqual(["stale", "problem"]);
});

it("asks to read everything again when a number is missing", () => {
  const kinds = heard((order) => {
    order.start(0);
    order.accept({ seq: 1, event: stale });
    order.accept({ seq: 3, event: stale });
  });
  expect(kinds).toEqual(["stale", "resync", "stale"]);
});

it("ignores an event heard twice", () => {
  const kinds = heard((order) => {
    order.start(7);
    order.accept({ seq: 7, event: stale });
    order.accept({ seq: 8, event: stale });
    order.accept({ seq: 8, event: stale });
  });
  expect(kinds).toEqual(["stale"]);
});

it("keeps what comes before the channel says where it starts", () => {
  const kinds = heard((order) => {
    order.accept({ seq: 2, event: stale });
    order.accept({ seq: 3, event: stale });
    order.start(2);
  });
  expect(kinds).toEqual(["stale"]);
});
