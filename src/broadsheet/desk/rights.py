"""Who may do what: three groups that a newsroom can rename and change, set up once by a migration."""

from __future__ import annotations

from typing import Any

REPORTERS = "Reporters"
EDITORS = "Editors"
ADMINISTRATORS = "Administrators"
WORKFLOW = "Editors"

_STORIES_OF_OTHERS = ["publish", "lock", "unlock", "delete"]
_ALL = ["add", "change", "delete", "view"]
_REPORTERS: dict[str, list[str]] = {
    "wagtailadmin.admin": ["access"],
    "desk.story": ["add", "change", "view"],
    "desk.topic": ["add", "view"],
    "desk.person": ["view"],
    "desk.section": ["view"],
    "wagtailimages.image": ["add"],
}
_EDITORS: dict[str, list[str]] = _REPORTERS | {
    "desk.story": ["add", "change", "view", *_STORIES_OF_OTHERS],
    "desk.topic": _ALL,
    "desk.person": ["add", "change", "view"],
    "desk.section": ["add", "change", "view"],
    "desk.terms": ["add", "view"],
    "wagtailimages.image": ["add", "change"],
}
_ADMINISTRATORS: dict[str, list[str]] = _EDITORS | {
    "desk.person": _ALL,
    "desk.section": _ALL,
    "desk.terms": ["add", "view"],
    "desk.group": ["add", "change", "view"],
    "desk.paper": ["add", "change", "view"],
    "desk.edition": ["add", "change", "view"],
    "wagtailimages.image": ["add", "change", "delete"],
    "auth.user": _ALL,
    "auth.group": _ALL,
    "wagtailcore.workflow": ["add", "change", "delete"],
    "wagtailcore.task": ["add", "change", "delete"],
}
GROUPS = {REPORTERS: _REPORTERS, EDITORS: _EDITORS, ADMINISTRATORS: _ADMINISTRATORS}
_IN_COLLECTIONS = {"wagtailimages.image"}


def set_up(apps: Any) -> None:
    """Make the groups and the workflow by which reporters' stories reach editors. `apps` may be a migration's."""
    _forget_wagtails_own(apps)
    for name, rights in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for model, acts in rights.items():
            for act in acts:
                _give(apps, group, model, act)
    _set_up_workflow(apps)


def _forget_wagtails_own(apps: Any) -> None:
    """Wagtail comes with groups and a workflow for pages, of which a newsroom has none."""
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name="Moderators approval").delete()
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()


def _give(apps: Any, group: Any, model: str, act: str) -> None:
    right = _right(apps, model, act)
    if model not in _IN_COLLECTIONS:
        group.permissions.add(right)
        return
    collection = apps.get_model("wagtailcore", "Collection").objects.order_by("path").first()
    rights = [right, _right(apps, model, "choose")]
    for one in rights:
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group, collection=collection, permission=one
        )


def _right(apps: Any, model: str, act: str) -> Any:
    """The permission, made here if Django has not come to it yet: it does so after all migrations."""
    app_label, name = model.split(".")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=name)
    codename = f"{act}_{name}"
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": f"Can {act} {name}"}
    )
    return right


def _set_up_workflow(apps: Any) -> None:
    kinds = apps.get_model("contenttypes", "ContentType").objects
    task_kind, _ = kinds.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    story_kind, _ = kinds.get_or_create(app_label="desk", model="story")
    tasks = apps.get_model("wagtailcore", "GroupApprovalTask").objects
    task = tasks.filter(name=WORKFLOW).first() or tasks.create(name=WORKFLOW, active=True, content_type=task_kind)
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=[EDITORS, ADMINISTRATORS]))
    workflow, is_new = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(name=WORKFLOW, active=True)
    if is_new:
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    apps.get_model("wagtailcore", "WorkflowContentType").objects.update_or_create(
        content_type_id=story_kind.pk, defaults={"workflow": workflow}
    )
