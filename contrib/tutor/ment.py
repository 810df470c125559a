"""A Tutor plugin that brings the MENT XBlocks to a site: the package in the image, and the jobs that time brings about.

Copy it to the folder that ``tutor plugins printroot`` names, then ``tutor plugins enable ment``. The guide for site
operators (docs/guides/site-operator.md) has each step.
"""

from tutor import hooks

VERSION = "0.1.0"

hooks.Filters.CONFIG_DEFAULTS.add_items(
    [
        # What pip takes: a name with a version, a link to a wheel, or git+https://… with a tag. Empty for a mounted clone.
        ("MENT_PACKAGE", f"ment-xblock=={VERSION}"),
        # Management commands, in this order. Each finds out by itself what is due, and may run as often as you like.
        ("MENT_JOBS", ["ment_settle", "ment_send_due", "ment_retention"]),
        ("MENT_JOBS_PAUSE_SECONDS", 900),
        ("MENT_JOBS_SCHEDULE", "*/15 * * * *"),
    ]
)

# The platform brings all that the package needs: nothing of its own may be replaced.
DOCKERFILE = """
{% if MENT_PACKAGE %}RUN pip install --no-deps '{{ MENT_PACKAGE }}'{% endif %}
"""

# A clone that is mounted (tutor mounts add …/ment-xblock) goes into the image as it is.
hooks.Filters.MOUNTED_DIRECTORIES.add_item(("openedx", "ment-xblock"))

# The platform has no clock for jobs of its own (CELERYBEAT_SCHEDULE is empty), so a small container waits between turns.
# A job that fails says so in the log, and holds nobody up.
COMPOSE = """
ment-jobs:
  image: {{ DOCKER_IMAGE_OPENEDX }}
  environment:
    SERVICE_VARIANT: lms
    DJANGO_SETTINGS_MODULE: lms.envs.tutor.production
  command:
    - sh
    - -c
    - >-
      while true; do
      for job in {{ MENT_JOBS|join(" ") }}; do ./manage.py lms $$job; done;
      sleep {{ MENT_JOBS_PAUSE_SECONDS }};
      done
  restart: unless-stopped
  volumes:
    - ../apps/openedx/settings/lms:/openedx/edx-platform/lms/envs/tutor:ro
    - ../apps/openedx/settings/cms:/openedx/edx-platform/cms/envs/tutor:ro
    - ../apps/openedx/config:/openedx/config:ro
  depends_on:
    - lms
"""

KUBERNETES = """
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: ment-jobs
  labels:
    app.kubernetes.io/name: ment-jobs
spec:
  schedule: "{{ MENT_JOBS_SCHEDULE }}"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata:
          labels:
            app.kubernetes.io/name: ment-jobs
        spec:
          restartPolicy: Never
          securityContext:
            runAsUser: 1000
            runAsGroup: 1000
          containers:
            - name: ment-jobs
              image: {{ DOCKER_IMAGE_OPENEDX }}
              args:
                - sh
                - -c
                - for job in {{ MENT_JOBS|join(" ") }}; do ./manage.py lms $job; done
              env:
                - name: SERVICE_VARIANT
                  value: lms
                - name: DJANGO_SETTINGS_MODULE
                  value: lms.envs.tutor.production
              volumeMounts:
                - mountPath: /openedx/edx-platform/lms/envs/tutor/
                  name: settings-lms
                - mountPath: /openedx/edx-platform/cms/envs/tutor/
                  name: settings-cms
                - mountPath: /openedx/config
                  name: config
              securityContext:
                allowPrivilegeEscalation: false
          volumes:
            - name: settings-lms
              configMap:
                name: openedx-settings-lms
            - name: settings-cms
              configMap:
                name: openedx-settings-cms
            - name: config
              configMap:
                name: openedx-config
"""

hooks.Filters.ENV_PATCHES.add_items(
    [
        ("openedx-dockerfile-post-python-requirements", DOCKERFILE),
        ("local-docker-compose-prod-services", COMPOSE),
        ("k8s-deployments", KUBERNETES),
    ]
)
