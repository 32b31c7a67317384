/*
 * Starts a lesson: runs the notebook's cells tagged `rapport` once its kernel is ready. Where the server's page config says
 * `rapportStart: "auto"` it does so by itself; elsewhere it shows one button, since running code from a file that was just opened
 * must be somebody's choice. A module-federation container written by hand, so that no JS build is needed.
 */
(() => {
  const NAME = 'rapport-start';
  const TAG = 'rapport';
  const CARD = 'application/vnd.jupyter.widget-view+json';
  const SAYS = {
    nothing: '',
    waiting: 'Waiting for Python…',
    running: 'Starting…',
    started: 'The lesson has started.',
    noKernel: 'Python is not running: choose “Change Kernel…” in the Kernel menu, take a Python kernel, then start again.',
    failed: 'A cell could not run: read the message below that cell, choose “Restart Kernel…” in the Kernel menu, then start again.'
  };

  const stylesheet = new URL('start.css', document.currentScript.src).href;
  let scope;

  /** The instance of a package that the application itself uses; undefined where it has none (Voilà has no notebook package). */
  async function shared(name) {
    const versions = Object.values(scope[name] ?? {});
    const version = versions.find(one => one.loaded) ?? versions[0];
    return version && (await version.get())();
  }

  /** The bar on top of a notebook: one button, and one sentence that screen readers announce. */
  function createBar(Widget, onPress) {
    const widget = new Widget();
    widget.addClass(NAME);
    const row = document.createElement('div');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Start this lesson';
    button.addEventListener('click', () => button.getAttribute('aria-disabled') === 'true' || onPress());
    const status = document.createElement('p');
    status.setAttribute('role', 'status');
    row.append(button, status);
    widget.node.append(row);
    // JupyterLab's layout asks for a height, and a sentence in a narrow window needs more than one line.
    const observer = new ResizeObserver(() => {
      widget.node.style.minHeight = `${row.offsetHeight}px`;
      widget.parent?.fit();
    });
    observer.observe(row);
    widget.disposed.connect(() => observer.disconnect());
    return {
      widget,
      /** Show the button; while `busy` it keeps the focus but does nothing. */
      show(says, busy = false) {
        widget.removeClass('rapport-started');
        button.setAttribute('aria-disabled', String(busy));
        status.textContent = says;
      },
      /** Take the button away; returns whether it had the focus. */
      finish(says) {
        const focused = document.activeElement === button;
        widget.addClass('rapport-started');
        status.textContent = says;
        return focused;
      }
    };
  }

  /** Whether the kernel still has a card that the saved outputs of these cells show. */
  async function anyAlive(cells, kernel) {
    const ids = cells.flatMap(({ model }) => model.outputs.toJSON().map(output => output.data?.[CARD]?.model_id));
    const reply = await kernel.requestCommInfo({ target_name: 'jupyter.widget' });
    return ids.some(id => id in (reply.content.comms ?? {}));
  }

  /** Watch one notebook for as long as it is open. */
  function watch(panel, { auto, restartCommand, NotebookActions, Widget }) {
    const session = panel.sessionContext;
    const alive = new Set(); // ids of the cells that were sent to this kernel and did not fail
    let bar = null;
    let asked = auto;
    let sentence = SAYS.nothing; // what the bar says until somebody presses its button
    let seen = false; // whether the kernel was asked for cards of an earlier visit
    let running = false;
    let gone = false; // a kernel that was shut down; JupyterLab then calls its state 'initializing'
    let lives = 0;

    const waiting = () =>
      panel.content.widgets.filter(({ model }) => {
        return model.type === 'code' && (model.getMetadata('tags') ?? []).includes(TAG) && !alive.has(model.id);
      });

    function show(says, busy) {
      if (!bar) {
        bar = createBar(Widget, () => {
          asked = true;
          update();
        });
        panel.contentHeader.addWidget(bar.widget);
      }
      bar.show(says, busy);
    }

    function finish() {
      asked = false;
      if (bar?.finish(SAYS.started)) {
        panel.content.activate();
      }
    }

    function update() {
      if (running || panel.isDisposed) {
        return;
      }
      const status = session.kernelDisplayStatus;
      const ready = status === 'idle' || status === 'busy';
      if (!waiting().length) {
        finish();
      } else if (!asked) {
        show(sentence);
        if (ready && !seen) {
          void resume();
        }
      } else if (gone || status === 'dead' || (session.isReady && session.hasNoKernel)) {
        giveUp(SAYS.noKernel);
      } else if (ready) {
        void run();
      } else if (bar) {
        show(SAYS.waiting, true);
      }
    }

    // After a reload, cards that this kernel still has look alive and take answers, but the page no longer knows the displays that hold
    // their receipts, so a notebook saved now would keep the old answers. Their cells run again: in this kernel somebody chose that before.
    async function resume() {
      seen = true;
      if (await anyAlive(waiting(), session.session.kernel).catch(() => false)) {
        asked = true;
        update();
      }
    }

    function giveUp(says) {
      asked = false;
      sentence = says;
      show(sentence);
    }

    async function run() {
      const life = lives;
      running = true;
      if (bar) {
        show(SAYS.running, true);
      }
      await restartCommand(); // “Restart and run all” runs them itself
      await NotebookActions.runCells(panel.content, waiting(), session).catch(() => false);
      running = false;
      if (life === lives && waiting().length) {
        giveUp(SAYS.failed);
      } else {
        update();
      }
    }

    const onScheduled = (_, { notebook, cell }) => {
      if (notebook === panel.content) {
        alive.add(cell.model.id);
        update();
      }
    };
    const onExecuted = (_, { notebook, cell, success }) => {
      if (notebook === panel.content && !success) {
        alive.delete(cell.model.id);
        update();
      }
    };
    const onNewKernel = (_, change) => {
      lives += 1;
      gone &&= !change?.newValue;
      alive.clear();
      asked ||= auto;
      sentence = SAYS.nothing;
      update();
    };
    const onStatus = (_, status) => {
      gone ||= status === 'terminating';
      return /restarting|dead/.test(status) ? onNewKernel() : update();
    };

    NotebookActions.executionScheduled.connect(onScheduled);
    NotebookActions.executed.connect(onExecuted);
    session.kernelChanged.connect(onNewKernel);
    session.statusChanged.connect(onStatus);
    session.connectionStatusChanged.connect(update);
    panel.disposed.connect(() => {
      NotebookActions.executionScheduled.disconnect(onScheduled);
      NotebookActions.executed.disconnect(onExecuted);
    });
    update();
  }

  async function createPlugin() {
    const [notebook, coreutils, widgets] = await Promise.all(
      ['@jupyterlab/notebook', '@jupyterlab/coreutils', '@lumino/widgets'].map(shared)
    );
    if (!notebook || !coreutils || !widgets) {
      return [];
    }
    return {
      id: `${NAME}:plugin`,
      description: 'Starts a lesson: runs the cells tagged for it.',
      autoStart: true,
      requires: [notebook.INotebookTracker],
      activate: (app, tracker) => {
        const link = document.createElement('link');
        link.rel = 'stylesheet';
        link.href = stylesheet;
        document.head.append(link);
        let restart = Promise.resolve();
        app.commands.commandExecuted.connect((_, { id, result }) => {
          if (id.startsWith('notebook:restart')) {
            restart = result.catch(() => undefined);
          }
        });
        const how = {
          auto: coreutils.PageConfig.getOption('rapportStart') === 'auto',
          restartCommand: () => restart,
          NotebookActions: notebook.NotebookActions,
          Widget: widgets.Widget
        };
        const onAdded = async panel => {
          await panel.context.ready;
          await panel.revealed;
          watch(panel, how);
        };
        tracker.forEach(panel => void onAdded(panel));
        tracker.widgetAdded.connect((_, panel) => void onAdded(panel));
      }
    };
  }

  (window._JUPYTERLAB ??= {})[NAME] = {
    init: given => {
      scope = given;
    },
    get: async () => {
      const plugin = await createPlugin();
      return () => ({ __esModule: true, default: plugin });
    }
  };
})();
