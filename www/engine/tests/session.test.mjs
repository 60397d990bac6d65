/** Conversations as an integrator has them, under Node, over both modules: `docs/conversations.md` says what each operation does. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import * as runtime from "answertree";
import * as compiler from "answertree/compiler";

const acme = readFileSync(new URL("../../../examples/acme.answers", import.meta.url), "utf8");
const noon = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;
const late = "where's my parcel?? it's been two weeks";

/** @param {string} text */
function bytes(text) {
  const { machine, problems } = compiler.compile({ "main.answers": text });
  assert.ok(machine, JSON.stringify(problems));
  return machine;
}

const machineBytes = bytes(acme);

/** @param {import("answertree").SessionTurn} turn */
const labels = (turn) => turn.choices.map(({ label }) => label);

/** @param {import("answertree").SessionTurn} turn @param {string} label */
function choice(turn, label) {
  const found = turn.choices.find((one) => one.label === label);
  assert.ok(found, `${label} is none of ${labels(turn).join(", ")}`);
  return found.id;
}

/** @param {import("answertree").SessionTurn} turn */
function best(turn) {
  const [first] = turn.suggestions;
  assert.ok(first);
  return first;
}

for (const [name, { Machine, MachineError }] of Object.entries({ runtime, compiler })) {
  const machine = Machine.load(machineBytes);
  /** @param {import("answertree").Start} [more] */
  const begin = (more) => machine.start({ channel: "x", now: noon, ...more });
  /** @param {string} code */
  const refused = (code) => (/** @type {unknown} */ error) => {
    assert.ok(error instanceof MachineError, String(error));
    assert.equal(error.code, code, error.message);
    assert.notEqual(error.message, "");
    return true;
  };

  describe(`a session of the ${name} module`, () => {
    test("goes through a tree with an agent", () => {
      const session = begin({ id: "c1", keep: 4 });
      assert.deepEqual(
        [session.turn.number, session.turn.open, session.turn.alone, session.turn.topic],
        [0, true, false, null],
      );
      let turn = session.receive(late, noon + MINUTE);
      assert.deepEqual(turn.asks, [
        { fact: "order_id", question: "Could you send us your order number? It starts with two letters." },
      ]);
      assert.equal(best(turn).kind, "ask");
      turn = session.accept(best(turn).id);
      assert.equal(turn.suggestions.length, 0);
      turn = session.set("order_id", "AB123456");
      assert.match(best(turn).text, /AB123456/);
      turn = session.accept(best(turn).id, "So sorry, I am on it.");
      assert.deepEqual(labels(turn), ["It is on its way", "Something else"]);
      assert.deepEqual(
        turn.steps.map(({ text }) => text),
        ["Open the carrier page and read the last scan."],
      );
      turn = session.choose(choice(turn, "Something else"));
      turn = session.choose(choice(turn, "It arrived damaged"));
      assert.equal(best(turn).text, "I'm so sorry. Could you send us a photo?");
      assert.deepEqual(
        turn.crumbs.map(({ label }) => label),
        ["Late delivery", "Something else", "It arrived damaged"],
      );
      assert.equal(turn, session.turn);
      turn = session.handoff("billing", "wants money");
      assert.equal(turn.open, false);
      assert.equal(turn.handoff?.department, "billing");
      assert.equal(turn.handoff?.why, "wants money");
      assert.deepEqual(turn.summary?.facts, [{ fact: "order_id", value: "AB123456" }]);
      assert.deepEqual(turn.summary?.topics, ["late"]);
      assert.deepEqual(turn.summary?.messages, [
        { customer: true, text: late },
        { customer: false, text: "Could you send us your order number? It starts with two letters." },
        { customer: false, text: "So sorry, I am on it." },
      ]);
      session.free();
    });

    test("switches to another topic and comes back", () => {
      const session = begin({ topic: "late", facts: { order_id: "AB123456" } });
      session.accept(best(session.turn).id);
      let turn = session.receive("you charged me twice");
      const to = turn.switches.find(({ topic }) => topic === "payment");
      assert.deepEqual(to, {
        id: "switch:payment",
        topic: "payment",
        title: "Payment taken twice",
        back: false,
      });
      turn = session.choose("switch:payment");
      assert.equal(turn.topic, "payment");
      assert.deepEqual(
        turn.switches.filter(({ back }) => back).map(({ id }) => id),
        ["back:late"],
      );
      assert.deepEqual(labels(session.choose("back:late")), ["It is on its way", "Something else"]);
      session.free();
    });

    test("goes back to a turn, and does something else in one", () => {
      const session = begin({ topic: "late", facts: { order_id: "AB123456" } });
      const sent = session.accept(best(session.turn).id);
      const nested = session.choose(choice(sent, "Something else"));
      session.choose(choice(nested, "It arrived damaged"));
      const again = session.undo(nested.number);
      assert.deepEqual(labels(again), labels(nested));
      assert.equal(again.number, nested.number);
      const other = session.edit(nested.number, { choose: choice(sent, "It is on its way") });
      assert.match(best(other).text, /moving again/);
      assert.equal(other.dropped, 0);
      session.undo(nested.number);
      session.accept(best(session.turn).id);
      const dropped = session.edit(nested.number, { choose: choice(sent, "Something else") });
      assert.equal(dropped.dropped, 1);
      session.free();
    });

    test("walks a menu with a customer alone, and answers silence", () => {
      const session = begin({ topic: "welcome", alone: true });
      const list = "1 Where is my order\n2 Billing\n0 A person";
      assert.deepEqual(session.turn.messages, [
        `Hi! Reply with a number, or just tell me what is wrong.\n${list}`,
      ]);
      assert.deepEqual(session.receive("7").messages, [
        `Sorry, I did not get that. Reply 1, 2 or 0.\n${list}`,
      ]);
      assert.deepEqual(session.tick(noon + MINUTE).messages, []);
      assert.deepEqual(session.tick(noon + 6 * MINUTE).messages, ["Are you still there?"]);
      assert.deepEqual(session.receive("1").messages, [
        "Could you send us your order number? It starts with two letters.",
      ]);
      const turn = session.receive("0");
      assert.deepEqual([turn.alone, turn.open, turn.handoff?.department], [false, false, "support"]);
      session.free();
    });

    test("is saved, and goes on from the bytes as it would have", () => {
      const session = begin({ facts: { name: "Sam" } });
      session.receive(late);
      const saved = session.save();
      assert.ok(saved instanceof Uint8Array && saved.length > 0);
      const other = machine.restore(saved);
      assert.deepEqual(other.turn.crumbs, session.turn.crumbs);
      assert.deepEqual(other.turn.facts, session.turn.facts);
      assert.deepEqual(other.turn.lost, []);
      const [one, two] = [session, other].map((each) => each.receive("AB123456", noon + MINUTE));
      assert.deepEqual(two, one);
      assert.deepEqual(other.save(), session.save());
      assert.deepEqual(other.undo(0).crumbs, []);
      session.free();
      other.free();
    });

    test("is taken up by another version of its script, which says what is lost", () => {
      const session = begin({ topic: "late", facts: { order_id: "AB123456", vip: true } });
      session.choose(choice(session.accept(best(session.turn).id), "Something else"));
      const saved = session.save();
      const renamed = Machine.load(bytes(acme.replace("late: Late delivery", "late: Very late")));
      const same = renamed.restore(saved);
      assert.deepEqual(same.turn.lost, []);
      assert.deepEqual(
        same.turn.crumbs.map(({ label }) => label),
        ["Very late", "Something else"],
      );
      const text = acme
        .replace("== late:", "== delay:")
        .replace("-> late", "-> delay")
        .replaceAll("topic late", "topic delay");
      const gone = Machine.load(bytes(text));
      const lost = gone.restore(saved);
      assert.deepEqual(lost.turn.crumbs, []);
      assert.ok(
        lost.turn.lost.some((one) => one.startsWith("late")),
        lost.turn.lost.join(", "),
      );
      assert.deepEqual(
        lost.turn.facts.find(({ fact }) => fact === "vip"),
        { fact: "vip", value: "yes" },
      );
      for (const each of [session, same, lost]) each.free();
      renamed.free();
      gone.free();
    });

    test("tells what happened, once", () => {
      const session = begin({ id: "c7", agent: "kim", texts: true });
      session.join("lee");
      session.receive(`${late} AB123456`, noon + MINUTE);
      const offered = best(session.turn);
      session.accept(offered.id, `${offered.text}!`);
      session.choose(choice(session.turn, "It is on its way"));
      session.leave("lee");
      const events = session.events();
      assert.deepEqual(session.events(), []);
      assert.ok(events.every(({ v }) => v === 1));
      const types = events.map(({ type }) => type);
      assert.equal(types[0], "started");
      for (const type of ["joined", "received", "filled", "suggested", "accepted", "chosen", "left"]) {
        assert.ok(types.includes(/** @type {"joined"} */ (type)), `${type} is none of ${types.join(", ")}`);
      }
      const started = events.find((event) => event.type === "started");
      assert.deepEqual(
        [started?.id, started?.script, started?.version, started?.channel, started?.alone, started?.at],
        ["c7", "Acme social care", 3, "x", false, noon],
      );
      const received = events.find((event) => event.type === "received");
      assert.deepEqual(
        [received?.text, received?.length, received?.at],
        [`${late} AB123456`, `${late} AB123456`.length, noon + MINUTE],
      );
      const accepted = events.find((event) => event.type === "accepted");
      assert.deepEqual([accepted?.id, accepted?.text], [offered.id, `${offered.text}!`]);
      assert.ok(Number(accepted?.edits) > 0);
      session.free();
    });

    test("keeps texts out of its events unless asked for them", () => {
      const session = begin();
      session.receive(`${late} AB123456`);
      session.accept(best(session.turn).id);
      session.set("name", "Sam Secret");
      const told = JSON.stringify(session.events());
      for (const private_ of ["parcel", "AB123456", "Sorry", "Secret"])
        assert.ok(!told.includes(private_), told);
      session.free();
    });

    test("the same again gives the same turns, events and bytes", () => {
      const run = () => {
        const session = begin({ seed: 7 });
        const turns = [session.turn, session.receive(`${late} AB123456`, noon + MINUTE)];
        turns.push(session.accept(best(session.turn).id));
        turns.push(session.choose(choice(session.turn, "Something else")));
        const told = { turns, events: session.events(), saved: session.save() };
        session.free();
        return told;
      };
      assert.deepEqual(run(), run());
    });

    test("does not begin with what does not fit", () => {
      /** @type {[unknown, string][]} */
      const cases = [
        [{ channel: "fax" }, "AC0001"],
        [{ topic: "nowhere" }, "AC0011"],
        [{ facts: { days_late: "many" } }, "AC0002"],
        [{ facts: { name: {} } }, "AC0003"],
        [{ topic: 7 }, "AC0003"],
        [{ alone: "yes" }, "AC0003"],
        [{ keep: -1 }, "AC0003"],
        [{ keep: Number.NaN }, "AC0003"],
        [{ texts: 1 }, "AC0003"],
        [{ id: {} }, "AC0003"],
        [{ agent: [] }, "AC0003"],
        [{ unknown: 1 }, "AC0003"],
        [{ now: "noon" }, "AC0003"],
        [null, "AC0003"],
        ["late", "AC0003"],
      ];
      for (const [start, code] of cases) {
        const asked = /** @type {import("answertree").Start} */ (start);
        assert.throws(() => machine.start(asked), refused(code), JSON.stringify(start));
      }
    });

    test("refuses an operation that does not fit, and changes nothing", () => {
      const session = begin({ topic: "late" });
      session.receive("AB123456");
      const before = session.save();
      const { turn } = session;
      const any = /** @type {any} */ (session);
      /** @type {[() => unknown, string][]} */
      const cases = [
        [() => session.accept("late/99"), "AC0012"],
        [() => session.choose("late/nothing"), "AC0012"],
        [() => session.choose("switch:nowhere"), "AC0012"],
        [() => session.choose("switch:late"), "AC0012"],
        [() => session.choose("back:refund"), "AC0012"],
        [() => session.choose(""), "AC0012"],
        [() => session.set("nothing", "x"), "AC0011"],
        [() => session.set("days_late", "many"), "AC0002"],
        [() => session.set("size", "enormous"), "AC0002"],
        [() => session.handoff("nobody"), "AC0011"],
        [() => session.undo(99), "AC0013"],
        [() => session.edit(0, { receive: "hello" }), "AC0013"],
        [() => session.edit(99, { receive: "hello" }), "AC0013"],
        [() => session.edit(1, { choose: "late/nothing" }), "AC0012"],
        [() => any.receive(7), "AC0003"],
        [() => any.receive(undefined), "AC0003"],
        [() => any.receive("hello", "noon"), "AC0003"],
        [() => any.accept(null), "AC0003"],
        [() => any.accept("late/1", 7), "AC0003"],
        [() => any.choose({}), "AC0003"],
        [() => any.set("name", null), "AC0003"],
        [() => any.set("name", { text: "Sam" }), "AC0003"],
        [() => any.set(1, "Sam"), "AC0003"],
        [() => any.set("days_late", Number.NaN), "AC0003"],
        [() => any.tick(undefined), "AC0003"],
        [() => any.tick(Number.POSITIVE_INFINITY), "AC0003"],
        [() => any.handoff("support", 7), "AC0003"],
        [() => any.undo(-1), "AC0003"],
        [() => any.undo("first"), "AC0003"],
        [() => any.edit(1, {}), "AC0003"],
        [() => any.edit(1, null), "AC0003"],
        [() => any.edit(1, "receive"), "AC0003"],
      ];
      for (const [call, code] of cases) {
        assert.throws(call, refused(code), String(call));
        assert.deepEqual(session.save(), before, String(call));
        assert.equal(session.turn, turn);
      }
      session.free();
    });

    test("refuses bytes that are no session, whatever they are", () => {
      const session = begin({ topic: "late" });
      session.receive("AB123456");
      const saved = session.save();
      assert.throws(() => machine.restore(new Uint8Array()), refused("AC0020"));
      assert.throws(() => machine.restore(machineBytes), refused("AC0020"));
      const newer = saved.slice();
      newer[3] = 200;
      assert.throws(() => machine.restore(newer), refused("AC0021"));
      for (let at = 0; at < saved.length; at += 1) {
        const damaged = saved.slice();
        damaged[at] = Number(damaged[at]) ^ 0x41;
        assert.throws(() => machine.restore(damaged), { name: "MachineError" }, `byte ${at}`);
        assert.throws(() => machine.restore(saved.slice(0, at)), { name: "MachineError" }, `${at} bytes`);
      }
      session.free();
    });

    test("takes what anybody writes as text", () => {
      const session = begin({ facts: { name: "{vip} <b>" } });
      for (const message of [
        "",
        " ",
        "\0",
        "\ud800",
        "😀".repeat(5000),
        "> {name} [if vip] -> refund",
        "x".repeat(100_000),
      ]) {
        assert.equal(session.receive(message).suggestions.filter(({ text }) => text === "").length, 0);
      }
      session.undo(0);
      const turn = session.receive(`${late} AB123456`);
      assert.match(best(turn).text, /\{vip\} <b>/);
      session.free();
    });

    test("given back, or with its machine given back, it is no more", () => {
      const other = Machine.load(machineBytes);
      const [freed, orphan] = [other.start(), other.start()];
      freed.free();
      assert.throws(() => freed.receive(late));
      assert.ok(orphan.receive(late).suggestions.length > 0);
      other.free();
      assert.throws(() => orphan.receive(late));
      orphan.free();
    });
  });
}
