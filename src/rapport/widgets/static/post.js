// Events to Python, each acknowledged. A card that hears nothing for 2.5 s says so and keeps what was chosen.

const PATIENCE_MS = 2500;

export function post(model) {
  const waiting = new Map();
  let count = 0;

  const hear = (message) => {
    const settle = message && waiting.get(message.ack);
    if (settle) settle(message.saved ? null : message.reason || "Not saved: something went wrong; send again.");
  };
  model.on("msg:custom", hear);

  // Resolves to null once Python has it on disk, else to the sentence that the learner needs.
  const send = (event) =>
    new Promise((resolve) => {
      count += 1;
      const id = `${Date.now()}-${count}`;
      const settle = (reason) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(reason);
      };
      const timer = setTimeout(
        () => settle("Not saved: the notebook does not answer. If it is busy, wait a moment; if it is not running, start this lesson again (or Run, then Run All Cells). Then send again."),
        PATIENCE_MS,
      );
      waiting.set(id, settle);
      try {
        model.send({ id, ...event });
      } catch {
        settle("Not saved: the notebook has lost its connection. Start this lesson again, and send again.");
      }
    });

  return { send, close: () => model.off("msg:custom", hear) };
}
